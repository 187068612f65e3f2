/** Z4: which control plane ztunnels were told to ask. */
import type { Controller, Service } from '../../state/kubernetes.ts';
import type { Mesh } from '../mesh.ts';

/** Z4: an address of istiod in the environment of ztunnel that names a Service of the cluster. */
export interface ToldAddress {
  variable: string;
  address: string;
  namespace: string;
  name: string;
  port: number;
}

const INSIDE = /^(?:https?:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[^:/]+)?(?::(\d+))?\/?$/;

/** Z1: the DaemonSets of ztunnel in a namespace. */
export const ztunnelDaemonSetsIn = (mesh: Mesh, namespace: string): Controller[] =>
  (mesh.controllers.byNamespace.get(namespace) ?? []).filter(
    (item) => item.kind === 'DaemonSet' && item.template['app'] === 'ztunnel',
  );

/** Z1: every DaemonSet of ztunnel that has pods. */
export const ztunnelDaemonSets = (mesh: Mesh): Controller[] =>
  [...new Set(mesh.pods.ztunnels.all().map((pod) => pod.namespace))]
    .sort()
    .flatMap((namespace) => ztunnelDaemonSetsIn(mesh, namespace));

/** Z4: where a DaemonSet is told to ask for configuration and for certificates; addresses outside the cluster are left out. */
export function toldAddresses({ env }: Controller): ToldAddress[] {
  return ['XDS_ADDRESS', 'CA_ADDRESS'].flatMap((variable) => {
    const address = env[variable] ?? '';
    const [, name, namespace, port = '15012'] = INSIDE.exec(address) ?? [];
    return name === undefined || namespace === undefined
      ? []
      : [{ variable, address, namespace, name, port: Number(port) }];
  });
}

/** Z4: the Services of the istiods that ztunnels ask, as far as they exist. */
export function istiodServicesAsked(mesh: Mesh): Service[] {
  const keys = ztunnelDaemonSets(mesh)
    .flatMap(toldAddresses)
    .map(({ namespace, name }) => `${namespace}/${name}`);
  return [...new Set(keys)].flatMap((key) => mesh.services.byName.get(key) ?? []);
}
