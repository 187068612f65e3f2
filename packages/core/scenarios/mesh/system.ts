import { addService, addWorkload } from './declare.ts';
import type { MeshSpec } from './spec.ts';

export const SYSTEM = 'istio-system';
const TAG = '1.30.1';

export function addNode(spec: MeshSpec, text: string): void {
  const [name = text, zone = 'zone-a'] = text.split('@');
  spec.nodes.push({ name, zone, ready: true, networkUnavailable: false, taints: [] });
}

/** Declares istiod, ztunnel, istio-cni and cluster DNS, as their charts install them. */
export function installIstio(spec: MeshSpec, replicas: number): void {
  for (const name of ['default', 'kube-system', SYSTEM]) {
    spec.namespaces.push({ name, labels: { 'kubernetes.io/metadata.name': name }, annotations: {} });
  }
  installIstiod(spec, replicas);
  addWorkload(spec, {
    namespace: SYSTEM,
    name: 'istio-cni-node',
    kind: 'DaemonSet',
    selector: { 'k8s-app': 'istio-cni-node' },
    podLabels: { 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
    serviceAccount: 'istio-cni',
    container: 'install-cni',
    image: `docker.io/istio/install-cni:${TAG}-distroless`,
    ports: [
      { name: 'metrics', port: 15014 },
      { name: 'readyz', port: 8000 },
    ],
  });
  addWorkload(spec, {
    namespace: SYSTEM,
    name: 'ztunnel',
    kind: 'DaemonSet',
    selector: { app: 'ztunnel' },
    podLabels: { 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
    podAnnotations: { 'istio.io/rev': 'default' },
    serviceAccount: 'ztunnel',
    container: 'istio-proxy',
    image: `docker.io/istio/ztunnel:${TAG}-distroless`,
    ports: [{ name: 'ztunnel-stats', port: 15020 }],
    env: {
      XDS_ADDRESS: 'istiod.istio-system.svc:15012',
      CA_ADDRESS: 'istiod.istio-system.svc:15012',
      ISTIO_META_CLUSTER_ID: 'Kubernetes',
      INPOD_ENABLED: 'true',
    },
  });
  addWorkload(spec, {
    namespace: 'kube-system',
    name: 'coredns',
    replicas: 2,
    selector: { 'k8s-app': 'kube-dns' },
    serviceAccount: 'coredns',
    container: 'coredns',
    image: 'registry.k8s.io/coredns/coredns:v1.12.1',
    ports: [
      { name: 'dns', port: 53 },
      { name: 'dns-tcp', port: 53 },
    ],
  });
  addService(spec, {
    namespace: 'kube-system',
    name: 'kube-dns',
    selector: { 'k8s-app': 'kube-dns' },
    ports: [
      { port: 53, name: 'dns', protocol: 'UDP' },
      { port: 53, name: 'dns-tcp' },
    ],
  });
}

function installIstiod(spec: MeshSpec, replicas: number): void {
  addWorkload(spec, {
    namespace: SYSTEM,
    name: 'istiod',
    replicas,
    selector: { app: 'istiod', istio: 'pilot' },
    labels: { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' },
    podLabels: { 'istio.io/rev': 'default', 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
    serviceAccount: 'istiod',
    container: 'discovery',
    image: `docker.io/istio/pilot:${TAG}-distroless`,
    ports: [
      { name: 'http-debug', port: 8080 },
      { name: 'grpc-xds', port: 15010 },
      { name: 'tls-xds', port: 15012 },
      { name: 'https-webhooks', port: 15017 },
      { name: 'http-monitoring', port: 15014 },
    ],
    env: { REVISION: 'default', CA_TRUSTED_NODE_ACCOUNTS: 'istio-system/ztunnel', CLUSTER_ID: 'Kubernetes' },
  });
  addService(spec, {
    namespace: SYSTEM,
    name: 'istiod',
    selector: { app: 'istiod', istio: 'pilot' },
    labels: { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' },
    ports: [
      { port: 15010, name: 'grpc-xds' },
      { port: 15012, name: 'https-dns' },
      { port: 443, name: 'https-webhook', target: 15017 },
      { port: 15014, name: 'http-monitoring' },
    ],
  });
}
