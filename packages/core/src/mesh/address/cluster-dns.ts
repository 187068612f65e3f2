/** D1: the DNS of the cluster, which answers what ztunnel does not know. */
import type { Service } from '../../state/kubernetes.ts';
import { type Mesh, ofMesh } from '../mesh.ts';

const NAMES: readonly string[] = ['kube-dns', 'coredns', 'rke2-coredns-rke2-coredns', 'dns-default'];

/** The Service of the cluster's DNS, by the label every distribution keeps, else by its usual names; undefined where none is seen. */
export const dnsService = ofMesh((mesh: Mesh): Service | undefined => {
  const system = ['kube-system', 'openshift-dns'].flatMap(
    (namespace) => mesh.services.byNamespace.get(namespace) ?? [],
  );
  const asks = (service: Service): boolean => service.ports.some((port) => port.port === 53);
  return (
    system.find((service) => service.labels['k8s-app'] === 'kube-dns' && asks(service)) ??
    system.find((service) => NAMES.includes(service.name) && asks(service))
  );
});
