import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { gapOf, inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { admissionOf } from '../../mesh/policy/admission.ts';
import { decideRbac } from '../../mesh/policy/rbac.ts';
import { targetPortOf } from '../../mesh/service/endpoints.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { podsOfGateway, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { principalOfPod } from '../../mesh/ztunnel/ztunnel.ts';
import type { Service } from '../../state/kubernetes.ts';
import { accountOf, nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { movedToService } from './move-to-service.ts';
import { refusalFinding, refusalOn, refusedForIdentity } from './refusal.ts';

/** Catalogue 113 (A10): behind a waypoint the pods see the waypoint, and their policy lists only the original callers. */
export const waypointIdentityNotAllowed: Check = {
  id: 'waypoint-identity-not-allowed',
  number: 113,
  stage: 'policy',
  title: 'The policy forgets the waypoint',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod', 'Gateway', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'Deployment', 'ConfigMap'],
  explains: ['waypoint-upstream-refused'],
  why: 'Behind a waypoint the destination sees the waypoint as the caller. A policy that lists only the original callers refuses it.',
  notProof: 'Evaluated with the identity of the waypoint that is on this road.',
  cite: 'A10, A12; istio.io: content/en/docs/ambient/usage/l4-policy',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => boundAndRefused(mesh, service))),
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (refusal?.code !== 'waypoint-identity-not-allowed') return null;
    const destination = nameOf({ namespace: trace.destination!.namespace, name: trace.destination!.workload.name });
    const sentence = sentenceOf(destination, nameOf(refusal.policy), refusal.identity);
    return refusalFinding(mesh, trace, refusal, sentence, {
      text: REPAIR,
      changes: movedToService(mesh, refusal.policy.object),
    });
  },
};

const REPAIR =
  'Check the caller where it is still known: bind the policy to the Service, so that the waypoint enforces it; and admit the waypoint at the pods.';

const sentenceOf = (destination: string, policy: string, identity: string): string =>
  `\`${destination}\` refuses the waypoint: policy \`${policy}\` admits only the original callers, and the call arrives as \`${accountOf(identity)}\`.`;

/** Known without any caller: whoever calls the Service through its waypoint is refused. */
function boundAndRefused(mesh: Mesh, service: Service): Found[] {
  const binding = waypointOfService(mesh, service);
  if (binding.state !== 'bound' || service.headless || gapOf(mesh, 'AuthorizationPolicy', service.namespace)) return [];
  const waypoint = podsOfGateway(mesh, binding.gateway)[0];
  const pod = podsOfService(mesh, service).find((candidate) => candidate.ready && isRedirected(candidate));
  const port = service.ports.find((candidate) => candidate.protocol !== 'UDP');
  const target = pod && port ? targetPortOf(port, pod) : null;
  if (!waypoint || !pod || !port || target === null) return [];
  const identity = principalOfPod(mesh, waypoint);
  const seen = { identity, sourceIp: waypoint.ips[0] ?? '', destinationIp: pod.ips[0] ?? '', destinationPort: target };
  const { policies } = admissionOf(mesh, pod);
  const policy = refusedForIdentity(decideRbac(policies, seen))[0];
  // Refused for the port it lists, it is no matter of identity (A9).
  if (!policy || decideRbac(policies, { ...seen, destinationPort: port.port }).allowed) return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const observed = `caller seen by ztunnel: ${identity}, port ${target}`;
  return [
    {
      subject,
      sentence: sentenceOf(nameOf({ namespace: pod.namespace, name: pod.workload.name }), nameOf(policy), identity),
      evidence: [evaluation('A10', observed, 'an ALLOW rule that matches', ref('Pod', pod.namespace, pod.name))],
      objects: [
        ref('Service', service.namespace, service.name),
        ref('Gateway', binding.gateway.namespace, binding.gateway.name),
      ],
      fix: [
        remedy(
          REPAIR,
          `kubectl -n ${subject.namespace} get authorizationpolicy ${subject.name} -o yaml`,
          ...movedToService(mesh, policy.object),
        ),
      ],
    },
  ];
}
