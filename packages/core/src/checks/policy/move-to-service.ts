/** A policy for pods goes to the waypoint before them, which sees the caller and the HTTP request (A2, A10). */
import type { Mesh } from '../../mesh/mesh.ts';
import { selectsWorkload } from '../../mesh/policy/policy.ts';
import { servicesOfPod } from '../../mesh/service/selection.ts';
import { podsOfGateway, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { principalOfPod } from '../../mesh/ztunnel/ztunnel.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import { created, type SuggestedChange } from '../change.ts';

/**
 * The policy is bound to the Service of its pods, and one for the waypoint alone takes its place at the pods. Only where it
 * is an ALLOW policy for the pods of one Service that has a waypoint, and asks for no port, which counts otherwise there (A9).
 */
export function movedToService(mesh: Mesh, policy: AuthorizationPolicy | null): SuggestedChange[] {
  if (!policy?.selector || policy.action !== 'ALLOW' || asksForPort(policy)) return [];
  const service = soleService(mesh, policy);
  const binding = service && waypointOfService(mesh, service);
  const pod = binding?.state === 'bound' ? podsOfGateway(mesh, binding.gateway)[0] : undefined;
  if (!service || !pod) return [];
  const matchLabels = policy.selector;
  const rules = [{ from: [{ source: { principals: [principalOfPod(mesh, pod)] } }] }];
  return [
    {
      object: ref('AuthorizationPolicy', policy.namespace, policy.name),
      edits: [
        { path: ['spec', 'selector'], before: { matchLabels }, after: null },
        {
          path: ['spec', 'targetRefs'],
          before: null,
          after: [{ kind: 'Service', group: '', name: service.name }],
        },
      ],
    },
    created(ref('AuthorizationPolicy', policy.namespace, `${policy.name}-waypoint`), {
      spec: { selector: { matchLabels }, action: 'ALLOW', rules },
    }),
  ];
}

const asksForPort = ({ rules }: AuthorizationPolicy): boolean =>
  rules.some(
    ({ to, when }) =>
      to.some(({ ports, notPorts }) => ports.length + notPorts.length > 0) ||
      when.some(({ key }) => key === 'destination.port'),
  );

/** The one Service of all the pods that the policy is for. */
function soleService(mesh: Mesh, policy: AuthorizationPolicy): Service | null {
  const pods = (mesh.pods.byNamespace.get(policy.namespace) ?? []).filter((pod) => selectsWorkload(mesh, policy, pod));
  const services = new Set(pods.flatMap((pod) => servicesOfPod(mesh, pod)));
  const [sole] = services;
  return sole && services.size === 1 ? sole : null;
}
