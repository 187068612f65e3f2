/** What was looked at on a hop and found well: one line each, with its proof. */
import { captureAssumption, redirectionOf, shouldCapture } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { WaypointDecision } from '../mesh/waypoint/waypoint-policy.ts';
import { certificateOf } from '../mesh/ztunnel/ztunnel.ts';
import type { ServedBy, WalkTrace } from '../path/facts.ts';
import type { Pod } from '../state/kubernetes.ts';
import { accountOf, nameOf } from '../state/refs.ts';
import type { JudgedHop } from './judge-trace.ts';
import type { HopCheck } from './path-result.ts';
import { routeClaims } from './route-claims.ts';

const pass = (code: string, sentence: string, proof: string): HopCheck => ({
  code,
  result: 'pass',
  sentence,
  proof,
  detection: null,
});
const note = (code: string, sentence: string, proof: string): HopCheck => ({
  code,
  result: 'note',
  sentence,
  proof,
  detection: null,
});

/** The claims of one hop; never one that a finding on the same hop contradicts. */
export function claimsOf(mesh: Mesh, trace: WalkTrace, entry: JudgedHop): HopCheck[] {
  switch (entry.hop.kind) {
    case 'client':
      return clientClaims(mesh, trace);
    case 'gateway':
      return [
        ...(trace.caller.pod ? [pass('G3', 'A pod of the gateway is ready.', `Pod ${nameOf(trace.caller.pod)}`)] : []),
        ...policyClaims(trace.gatewayDecision, 'gateway', 'what comes from outside', 'no identity'),
        ...routeClaims(trace.gatewayRoute, `gateway ${trace.caller.name}`),
      ];
    case 'source-ztunnel':
      return trace.served && trace.caller.pod ? ztunnelClaims(mesh, trace.served, trace.caller.pod) : [];
    case 'resolution':
      return resolutionClaims(trace);
    case 'outbound-link':
    case 'upstream-link':
      return linkClaims(trace, entry.hop.kind);
    case 'waypoint':
      return [
        ...waypointClaims(trace),
        ...(trace.waypoint ? routeClaims(trace.waypoint.route, `waypoint ${nameOf(trace.waypoint.gateway)}`) : []),
      ];
    case 'destination-ztunnel':
      return [
        ...(trace.receivedBy && trace.destination ? ztunnelClaims(mesh, trace.receivedBy, trace.destination) : []),
        ...admissionClaims(trace),
      ];
    case 'destination':
      return trace.destination?.ready
        ? [pass('L1', 'The pod says that it is ready.', 'status.conditions Ready: True')]
        : [];
    default:
      return [];
  }
}

function clientClaims(mesh: Mesh, { caller }: WalkTrace): HopCheck[] {
  const { pod } = caller;
  if (!pod)
    return caller.kind === 'kubelet' ? [pass('N3', 'Health probes go past the mesh.', 'istio-cni exempts them')] : [];
  const claims = pod.ready ? [pass('E10', 'The caller runs and is ready.', `Pod ${nameOf(pod)}`)] : [];
  const wish = shouldCapture(mesh, pod);
  if (caller.kind === 'ambient' && redirectionOf(pod) === 'enabled')
    claims.push(pass('E4', 'Its traffic is handed to ztunnel.', 'annotation ambient.istio.io/redirection: enabled'));
  if (caller.kind === 'unmeshed' && !wish.captured)
    claims.push(
      note(
        wish.rule,
        `The caller is outside the mesh, because ${wish.why}: plain text, no identity, no waypoint.`,
        [wish.evidence, captureAssumption(mesh) ?? ''].filter((part) => part !== '').join('; '),
      ),
    );
  if (caller.kind === 'sidecar')
    claims.push(
      note('P13', 'The caller has a sidecar: it skips service waypoints.', 'annotation sidecar.istio.io/status'),
    );
  return claims;
}

function ztunnelClaims(mesh: Mesh, served: ServedBy, pod: Pod): HopCheck[] {
  const { dump, pods } = served.ztunnel;
  const claims: HopCheck[] = [];
  const running = pods.find((candidate) => candidate.ready);
  if (running) claims.push(pass('Z1', `A ztunnel runs on the node and is ready.`, `Pod ${nameOf(running)}`));
  if (served.proxy?.state === 'Up')
    claims.push(pass('E6', `It serves pod ${pod.name}.`, `workloadState ${pod.uid}: Up`));
  const certificate = dump ? certificateOf(mesh, dump, pod) : undefined;
  if (certificate?.state === 'Available')
    claims.push(
      pass(
        'C2',
        'It holds a certificate for the pod.',
        `${certificate.identity}, valid until ${certificate.expiresAt ?? 'unknown'}`,
      ),
    );
  return claims;
}

function resolutionClaims(trace: WalkTrace): HopCheck[] {
  const { service, choice, binding, skipped, endpoint } = trace;
  const claims: HopCheck[] = [];
  if (service && choice?.servicePort && endpoint) {
    const target = choice.servicePort.targetPort || choice.servicePort.port;
    claims.push(
      pass(
        'L2',
        `The Service has port ${trace.port}, which is port ${endpoint.port} of its pods.`,
        `targetPort: ${target}`,
      ),
    );
  }
  if (choice && choice.endpoints.length > 0)
    claims.push(
      pass(
        'L1',
        `${choice.endpoints.length} of ${choice.selected} pods can take the call.`,
        choice.preference || 'ready and not terminating',
      ),
    );
  if (binding.state === 'bound' && skipped === null)
    claims.push(
      pass(
        'W8',
        `Waypoint ${nameOf(binding.gateway)} is bound.`,
        `label istio.io/use-waypoint of the ${binding.level}`,
      ),
    );
  if (binding.state === 'bound' && skipped !== null)
    claims.push(
      note('W14', `Waypoint ${nameOf(binding.gateway)} is bound but not on this road: ${SKIPPED[skipped]}.`, skipped),
    );
  if (binding.state === 'opted-out')
    claims.push(note('W8', 'It opts out of waypoints.', `label istio.io/use-waypoint: none on the ${binding.level}`));
  return claims;
}

/** W14, P13-P17, P19 in words. */
export const SKIPPED: Record<NonNullable<WalkTrace['skipped']>, string> = {
  'unmeshed-client': 'callers outside the mesh never meet it',
  'sidecar-client': 'callers with a sidecar choose the pod themselves',
  ingress: 'gateways go straight to the pods unless the Service asks otherwise',
  'pod-address': 'the waypoint itself calls',
  headless: 'the Service is headless, so its name means the pods themselves',
  udp: 'UDP is not part of the mesh',
  'no-address': 'it publishes no address that the mesh could use',
};

function linkClaims(trace: WalkTrace, kind: 'outbound-link' | 'upstream-link'): HopCheck[] {
  const leg = trace.legs.find((candidate) => candidate.hop === kind);
  if (!leg?.policies.allowed) return [];
  const secure =
    leg.protocol === 'TCP'
      ? note('P7', 'This part of the way is plain text.', `port ${leg.port}`)
      : pass(
          'P7',
          'Encrypted, with both ends proving who they are.',
          leg.protocol === 'HBONE' ? 'HBONE, port 15008' : 'sidecar mTLS',
        );
  if (leg.policies.gap) return [secure];
  return [secure, pass('N1', `No NetworkPolicy stops port ${leg.port} between these two.`, 'evaluated for both ends')];
}

function waypointClaims({ waypoint, caller }: WalkTrace): HopCheck[] {
  if (!waypoint) return [];
  const claims =
    waypoint.healthy.length > 0
      ? [
          pass(
            'W13',
            `${waypoint.healthy.length} of ${waypoint.pods.length} pods of the waypoint are ready.`,
            `Gateway ${nameOf(waypoint.gateway)}`,
          ),
        ]
      : [];
  return [...claims, ...policyClaims(waypoint.decision, 'waypoint', caller.name, `identity ${caller.identity}`)];
}

/** What the policies at a proxy say, where they do not refuse. */
function policyClaims(
  decision: WaypointDecision | null,
  proxy: 'waypoint' | 'gateway',
  who: string,
  proof: string,
): HopCheck[] {
  if (decision?.allowed === 'undecided')
    return [
      note(
        'A12',
        `Whether policy ${nameOf(decision.by)} admits the call depends on the HTTP request, which was not given.`,
        'ask with method and path',
      ),
    ];
  if (decision?.allowed !== true) return [];
  return decision.by
    ? [pass('A12', `Policy ${nameOf(decision.by)} admits ${who}.`, proof)]
    : [pass('A12', `No policy at the ${proxy} refuses the call.`, 'no ALLOW policy, no matching DENY')];
}

function admissionClaims({ admitted, waypoint }: WalkTrace): HopCheck[] {
  if (!admitted) return [];
  const { seen, decision } = admitted;
  const who =
    seen.identity === ''
      ? 'The caller arrives without identity.'
      : waypoint
        ? `The caller it sees is the waypoint: ${accountOf(seen.identity)}.`
        : `The caller it sees is ${accountOf(seen.identity)}.`;
  const claims = [
    note(
      'A10',
      who,
      `${seen.identity === '' ? '' : `${seen.identity}, `}source ${seen.sourceIp}, port ${seen.destinationPort}`,
    ),
  ];
  if (decision.allowed)
    claims.push(
      decision.by
        ? pass('A9', `Policy ${decision.by.namespace}/${decision.by.name} admits it.`, 'an ALLOW rule matches')
        : pass('A9', 'No policy refuses it.', 'no ALLOW policy, no matching DENY'),
    );
  return claims;
}
