import type { KubeObject } from '../bundle.ts';
import { make, meta } from './world.ts';

/** W7: what istiod makes of a Gateway of Istio's waypoint class; nothing of any other. */
export function runWaypoint(gateway: KubeObject): KubeObject[] {
  const { gatewayClassName } = gateway['spec'] as { gatewayClassName: string };
  if (gatewayClassName !== 'istio-waypoint') return [];
  const { name, namespace = '' } = gateway.metadata;
  const labels = {
    'gateway.networking.k8s.io/gateway-name': name,
    'gateway.networking.k8s.io/gateway-class-name': gatewayClassName,
    'gateway.istio.io/managed': 'istio.io-mesh-controller',
    'istio.io/dataplane-mode': 'none',
  };
  const selector = { 'gateway.networking.k8s.io/gateway-name': name };
  const pod = { serviceAccountName: name, containers: [{ name: 'istio-proxy', image: 'example.com/proxyv2:1' }] };
  const ports = [
    { name: 'status-port', port: 15021 },
    { name: 'mesh', port: 15008 },
  ];
  return [
    make('apps/v1', 'Deployment', meta(namespace, name, labels), {
      spec: { replicas: 1, selector: { matchLabels: selector }, template: { metadata: { labels }, spec: pod } },
    }),
    make('v1', 'Service', meta(namespace, name, labels), { spec: { selector, ports } }),
  ];
}
