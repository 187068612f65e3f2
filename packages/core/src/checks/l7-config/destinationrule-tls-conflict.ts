import { hostOf } from '../../mesh/address/host-name.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { effectiveMtls } from '../../mesh/policy/mtls.ts';
import { decideRbac } from '../../mesh/policy/rbac.ts';
import { destinationRulesFor } from '../../mesh/route/destination-rules.ts';
import { protocolOfPort } from '../../mesh/service/port-protocol.ts';
import type { WalkTrace } from '../../path/facts.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { DestinationRule } from '../../state/virtual-services.ts';
import { changed } from '../change.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 106 (L7, M2): a rule makes the caller's proxy speak what the destination does not take. */
export const destinationruleTlsConflict: Check = {
  id: 'destinationrule-tls-conflict',
  number: 106,
  stage: 'l7-config',
  title: 'A DestinationRule forces a TLS mode that the destination does not accept',
  blame: 'configuration',
  severity: 'broken',
  hops: ['upstream-link', 'outbound-link'],
  tier: 0,
  needs: ['DestinationRule', 'Service', 'Pod', 'PeerAuthentication'],
  uses: ['Gateway', 'EndpointSlice', 'Namespace', 'NetworkPolicy', 'ConfigMap'],
  why: 'Gateways, sidecars and waypoints speak to a host as its DestinationRule says. Plain text to pods that accept only mTLS is refused, and so is TLS to a port that speaks HTTP.',
  notProof:
    'Mode ISTIO_MUTUAL and rules without a mode; callers behind ztunnel, which reads no DestinationRule; ports whose protocol nobody declares, which may speak TLS.',
  cite: 'L7, M2; Kiali KIA0207, KIA0208',
  judge(mesh, trace) {
    const found = forcedOn(mesh, trace);
    const conflict = found && conflictOf(mesh, trace, found.mode);
    if (!found || !conflict || !trace.backend) return null;
    const subject = ref('DestinationRule', found.rule.namespace, found.rule.name);
    return {
      hop: trace.waypoint ? 'upstream-link' : 'outbound-link',
      subject,
      // That the tunnel of the mesh does not carry it all the same is not certain.
      certainty: 'likely',
      sentence: `DestinationRule \`${nameOf(subject)}\` makes ${found.who} speak ${WORDS[found.mode]} to \`${nameOf(trace.backend)}\`, ${conflict.why}.`,
      evidence: [field(subject, 'spec.trafficPolicy.tls.mode', found.mode, 'ISTIO_MUTUAL, or none'), conflict.evidence],
      objects: conflict.objects,
      fix: [
        remedy(
          'Take `tls` out of rules for hosts of the mesh, or write the mode that the mesh has.',
          `kubectl -n ${subject.namespace} edit destinationrule ${subject.name}`,
          // Modes of ports and of subsets stand elsewhere.
          ...(found.rule.portTlsModes[trace.backendPort] === undefined
            ? [changed(subject, ['spec', 'trafficPolicy', 'tls', 'mode'], found.mode, 'ISTIO_MUTUAL')]
            : []),
        ),
      ],
    };
  },
};

const WORDS: Readonly<Record<string, string>> = { DISABLE: 'plain text', SIMPLE: 'TLS', MUTUAL: 'mutual TLS' };

/** The mode that a rule forces on the proxy that sends, and the proxy in words; null where none does. */
function forcedOn(mesh: Mesh, trace: WalkTrace): { rule: DestinationRule; mode: string; who: string } | null {
  const { caller, waypoint, backend, destination } = trace;
  const sender = waypoint?.gateway ?? (caller.kind === 'gateway' || caller.kind === 'sidecar' ? caller : null);
  if (!backend || !destination || !sender || mesh.state.destinationRules.length === 0) return null;
  const rules = destinationRulesFor(mesh, hostOf(mesh, backend), sender.namespace, backend.namespace);
  const rule = rules.find((one) => modeOf(one, trace.backendPort) in WORDS);
  if (!rule) return null;
  const who = waypoint ? `waypoint \`${nameOf(waypoint.gateway)}\`` : `\`${caller.name}\``;
  return { rule, mode: modeOf(rule, trace.backendPort), who };
}

const modeOf = (rule: DestinationRule, port: number): string => rule.portTlsModes[port] ?? rule.tlsMode;

interface Conflict {
  why: string;
  evidence: ReturnType<typeof field>;
  objects: Ref[];
}

function conflictOf(mesh: Mesh, trace: WalkTrace, mode: string): Conflict | null {
  return mode === 'DISABLE' ? refusedPlain(mesh, trace) : spokenHttp(trace);
}

/** M2, M3: what STRICT makes of a connection without identity to the port. */
function refusedPlain(mesh: Mesh, { destination, endpoint }: WalkTrace): Conflict | null {
  if (!destination || !endpoint) return null;
  const { policies, decidedBy } = effectiveMtls(mesh, destination);
  const plain = { identity: '', sourceIp: '', destinationIp: endpoint.ip, destinationPort: endpoint.port };
  if (!decidedBy || decideRbac(policies, plain).allowed) return null;
  const object = ref('PeerAuthentication', decidedBy.namespace, decidedBy.name);
  return {
    why: 'whose pods accept only encrypted calls',
    evidence: field(object, 'spec.mtls.mode', decidedBy.mode, 'PERMISSIVE'),
    objects: [object, ref('Pod', destination.namespace, destination.name)],
  };
}

/** The port is declared to carry HTTP, so that nobody there answers a TLS greeting. */
function spokenHttp({ backend, backendPort }: WalkTrace): Conflict | null {
  const port = backend?.ports.find((one) => one.port === backendPort);
  if (!backend || !port || protocolOfPort(port) !== 'http') return null;
  const object = ref('Service', backend.namespace, backend.name);
  const declared = port.appProtocol === '' ? `port name ${port.name}` : `appProtocol ${port.appProtocol}`;
  return {
    why: `whose port ${backendPort} speaks HTTP without TLS`,
    evidence: field(object, 'spec.ports', declared, 'https or tls'),
    objects: [object],
  };
}
