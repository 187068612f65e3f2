/** Which pods are Istio's own, by the labels of signals 1.1, and so by whom answers about the mesh can be given. */
import type { Gateway, GatewayClass } from '../../state/gateway-api.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import { perSlice } from '../memory/look-up.ts';
import { gatewayClassIndex, gatewayIndex } from '../memory/object-indexes.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { gatewayOfPod, isCniAgentPod, isIstiodPod, isZtunnelPod } from '../memory/pod-index.ts';
import { indexSelectors } from '../memory/selector-index.ts';
import { isWaypointClass } from '../waypoint/waypoint.ts';

/** Waypoints and gateways are those that Envoy runs: other proxies answer other questions. */
export type ComponentName = 'istiod' | 'ztunnel' | 'cni' | 'waypoint' | 'gateway';

export interface ComponentPod {
  component: ComponentName;
  pod: Pod;
}

type ComponentSlices = Pick<MeshState, 'pods' | 'gateways' | 'gatewayClasses' | 'istioGateways'>;

/** Istio's own pods that can be asked: with an address, and not finished. In the order of the pods. */
export function componentPods(state: ComponentSlices): ComponentPod[] {
  const selecting = selectedByGateways(state.istioGateways);
  const found: ComponentPod[] = [];
  for (const pod of state.pods) {
    const component = nodeComponentOf(pod) ?? proxyComponentOf(state, pod, selecting);
    if (component !== null && pod.ips.length > 0 && !isFinished(pod)) found.push({ component, pod });
  }
  return found;
}

const selectedByGateways = perSlice((gateways: MeshState['istioGateways']) =>
  indexSelectors(gateways, ({ selector }) => selector),
);

function nodeComponentOf(pod: Pod): ComponentName | null {
  if (isZtunnelPod(pod)) return 'ztunnel';
  if (isCniAgentPod(pod)) return 'cni';
  return isIstiodPod(pod) ? 'istiod' : null;
}

/** W7 by the Gateway; where that was not read, by the label of the controller that made the pod; G4 by its selector. */
function proxyComponentOf(
  state: ComponentSlices,
  pod: Pod,
  selecting: (labels: Pod['labels']) => readonly unknown[],
): ComponentName | null {
  const name = gatewayOfPod(pod);
  if (name === '') return selecting(pod.labels).length > 0 ? 'gateway' : null;
  const gateway = gatewayIndex(state.gateways).get(`${pod.namespace}/${name}`);
  return gateway ? componentOfGateway(state.gatewayClasses, gateway) : componentOfManaged(pod);
}

function componentOfGateway(classes: readonly GatewayClass[], { className }: Gateway): ComponentName | null {
  const controller = gatewayClassIndex(classes).get(className)?.controller;
  if (/agentgateway/.test(`${controller} ${className}`)) return null;
  if (isWaypointClass(classes, className)) return 'waypoint';
  return (controller?.startsWith('istio.io/') ?? /^istio(?:-|$)/.test(className)) ? 'gateway' : null;
}

function componentOfManaged(pod: Pod): ComponentName | null {
  const managed = pod.labels['gateway.istio.io/managed'] ?? '';
  if (managed === 'istio.io-mesh-controller') return 'waypoint';
  return managed === 'istio.io-gateway-controller' || managed === 'istio.io-eastwest-controller' ? 'gateway' : null;
}
