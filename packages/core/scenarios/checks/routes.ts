import type { KubeObject } from '../bundle.ts';

/** A backend of a route: `name:port`, of the route's own namespace. */
export const to = (name: string, port = 80, weight = 1) => ({ namespace: 'shop', name, port, weight });

/** A VirtualService for the callee. */
export function virtualService(http: readonly unknown[], more: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'server', namespace: 'shop' },
    spec: { hosts: ['server.shop.svc.cluster.local'], http, ...more },
  };
}

/** A destination of a VirtualService. */
export const destination = (host: string, subset = '') => ({
  destination: { host: `${host}.shop.svc.cluster.local`, port: { number: 80 }, ...(subset === '' ? {} : { subset }) },
});

/** A DestinationRule that defines subsets of the callee by label `version`. */
export function subsets(...versions: string[]): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'server', namespace: 'shop' },
    spec: {
      host: 'server.shop.svc.cluster.local',
      subsets: versions.map((version) => ({ name: version, labels: { version } })),
    },
  };
}

/** A route for the callee, written in another namespace. */
export function foreignRoute(namespace: string): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'server', namespace },
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name: 'server', namespace: 'shop' }],
      rules: [{ backendRefs: [{ name: 'server', namespace: 'shop', port: 80 }] }],
    },
  };
}

/** A RequestAuthentication in the callee's namespace. */
export function requestAuthentication(spec: Record<string, unknown>): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: 'tokens', namespace: 'shop' },
    spec,
  };
}
