/** A13: the ALLOW policies that istiod adds for waypoints when it is told to. */
import type { Gateway } from '../../state/gateway-api.ts';
import type { ZtunnelPolicy } from '../../state/readings.ts';
import { principalOf } from '../../state/refs.ts';
import { isFlagSet } from '../flags.ts';
import type { Mesh } from '../mesh.ts';
import { waypointOfPublished } from '../service/published-services.ts';
import type { Workload } from '../service/workload.ts';
import { emptyMatch } from './policy.ts';

/** A13: istiod was told to add them (off by default). */
export const addsImplicitPolicies = (mesh: Mesh): boolean => isFlagSet(mesh, 'PILOT_AUTO_ALLOW_WAYPOINT_POLICY', false);

/** A13: the policy of one waypoint; null while the flag is off, or the waypoint has no pods whose accounts it could name. */
export function implicitPolicyOf(mesh: Mesh, gateway: Gateway): ZtunnelPolicy | null {
  if (!addsImplicitPolicies(mesh) || gateway.addresses.length === 0) return null;
  const instances = (mesh.pods.byNamespace.get(gateway.namespace) ?? []).filter(
    (pod) => pod.labels['gateway.networking.k8s.io/gateway-name'] === gateway.name,
  );
  const accounts = [...new Set(instances.map((pod) => pod.serviceAccount || 'default'))].sort();
  if (accounts.length === 0) return null;
  const principals = accounts.map((account) => ({
    kind: 'Exact',
    value: principalOf(mesh.trustDomain, gateway.namespace, account),
  }));
  return {
    name: `istio_allow_waypoint_${gateway.namespace}_${gateway.name}`,
    namespace: gateway.namespace,
    scope: 'WorkloadSelector',
    action: 'Allow',
    rules: [[[{ ...emptyMatch(), principals }]]],
    dryRun: false,
  };
}

/** A13: those that a workload is subject to: of its own waypoint and of the waypoints of its services. */
export function implicitPoliciesFor(mesh: Mesh, workload: Pick<Workload, 'services' | 'binding'>): ZtunnelPolicy[] {
  if (!addsImplicitPolicies(mesh)) return [];
  const bindings = [...workload.services.map((service) => waypointOfPublished(mesh, service)), workload.binding];
  const gateways = new Set(bindings.flatMap((binding) => (binding.state === 'bound' ? [binding.gateway] : [])));
  return [...gateways].flatMap((gateway) => implicitPolicyOf(mesh, gateway) ?? []);
}
