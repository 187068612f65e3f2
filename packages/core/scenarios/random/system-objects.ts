import type { KubeObject } from '../bundle.ts';
import { make, meta } from './world.ts';

const ROOT = 'istio-system';

/** The nodes and Istio's own parts, as far as the rules look at them. */
export function systemObjects(nodes: readonly string[]): KubeObject[] {
  const none = { 'istio.io/dataplane-mode': 'none' };
  const istiod = { app: 'istiod', istio: 'pilot', ...none };
  const container = (name: string) => ({ containers: [{ name, image: `example.com/${name}:1` }] });
  return [
    ...nodes.map((name) =>
      make('v1', 'Node', meta('', name), { status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    ),
    make('v1', 'Namespace', meta('', ROOT)),
    make('v1', 'ConfigMap', meta(ROOT, 'istio'), { data: { mesh: `rootNamespace: ${ROOT}\n` } }),
    make('gateway.networking.k8s.io/v1', 'GatewayClass', meta('', 'istio-waypoint'), {
      spec: { controllerName: 'istio.io/mesh-controller' },
    }),
    make('apps/v1', 'Deployment', meta(ROOT, 'istiod', istiod), {
      spec: {
        replicas: 1,
        selector: { matchLabels: istiod },
        template: { metadata: { labels: istiod }, spec: container('discovery') },
      },
    }),
    ...nodes.flatMap((nodeName, i) => [
      make('v1', 'Pod', meta(ROOT, `ztunnel-${i}`, { app: 'ztunnel', ...none }), {
        spec: { nodeName, serviceAccountName: 'ztunnel', ...container('istio-proxy') },
      }),
      make('v1', 'Pod', meta(ROOT, `istio-cni-node-${i}`, { 'k8s-app': 'istio-cni-node', ...none }), {
        spec: { nodeName, hostNetwork: true, ...container('install-cni') },
      }),
    ]),
  ];
}
