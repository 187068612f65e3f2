/** explain: one question, one sentence, and everything behind it. */
import { persistenceOf } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { linkLists } from '../graph/build-graph.ts';
import { concat } from '../mesh/memory/look-up.ts';
import { type Mesh, onlyOfMesh } from '../mesh/mesh.ts';
import { ruleOf } from '../mesh/rules.ts';
import { decidingLabels } from '../path/alike.ts';
import { callerOf } from '../path/caller.ts';
import type { WalkHop, WalkTrace } from '../path/facts.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Labels } from '../state/metadata.ts';
import { formatAsk, type PathQuery } from '../state/path-query.ts';
import { type Ref, ref } from '../state/refs.ts';
import { claimsOf } from './claims.ts';
import { heldAgainst } from './held-against.ts';
import { judgePath } from './judge-path.ts';
import type { JudgedHop, JudgedTrace } from './judge-trace.ts';
import { justBefore, type Past } from './just-before.ts';
import type { OutcomeGroup } from './merge-traces.ts';
import { meshFindings } from './mesh-findings.ts';
import { meshOf } from './meshes.ts';
import type { Hop, HopCheck, PathResult, Trace } from './path-result.ts';
import type { PolicyRound } from './policy-reading.ts';
import { roundAtProxy, roundAtZtunnel } from './read-authorization.ts';
import { roundsOfLeg } from './read-network-policy.ts';
import { refusedTrace } from './refused.ts';

/**
 * Answers a path query over a state. Pure and deterministic; the state's index and findings are shared between calls.
 * `past` is what whoever reads the mesh again and again remembers of it. Of a state that is `thoughtOf` and not the real one, what
 * was seen of the real one's calls is not held against it.
 */
export function explain(
  state: MeshState,
  query: PathQuery,
  { past = null, thoughtOf = false }: { past?: Past | null; thoughtOf?: boolean } = {},
): PathResult {
  const mesh = meshOf(state);
  const ask = formatAsk(query);
  const asked = linkAsks(mesh).has(ask) && query.http === null ? 'link' : 'once';
  const judgement = judgePath(mesh, query, asked);
  const { groups, judged: _judged, refusal, ...result } = thoughtOf ? judgement : heldAgainst(mesh, judgement);
  const traces = refusal ? [refusedTrace(result, refusal)] : groups.map((group) => traceOf(mesh, group));
  const before = justBefore(state, mesh, judgement, past);
  return { ...result, ask, asOf: state.takenAt, traces, ...(before ? { justBefore: before } : {}) };
}

function traceOf(mesh: Mesh, group: OutcomeGroup): Trace {
  const { trace } = group;
  const hops = trace.hops.map((entry, i) => hopOf(mesh, trace, entry, i));
  const { label, weight, when } = group;
  return { label, weight, when, verdict: trace.verdict, hops, ...endsOf(mesh, trace.trace) };
}

function endsOf(mesh: Mesh, { caller, destination }: WalkTrace): Pick<Trace, 'caller' | 'destination'> {
  const { pod, node, namespace, identity, kind } = caller;
  const receiver = destination && callerOf(mesh, destination, 1, 1);
  return {
    caller: { pod: podRefOf(pod), node, namespace, identity, enrolment: kind, labels: tellingLabels(mesh, pod) },
    ...(destination && receiver
      ? {
          destination: {
            pod: podRefOf(destination),
            node: destination.node,
            namespace: destination.namespace,
            identity: receiver.identity,
            enrolment: receiver.kind,
            labels: tellingLabels(mesh, destination),
          },
        }
      : {}),
  };
}

const podRefOf = (pod: Pod | null): Ref | null => pod && ref('Pod', pod.namespace, pod.name);

const tellingLabels = (mesh: Mesh, pod: Pod | null): Labels =>
  Object.fromEntries(
    decidingLabels(mesh).flatMap((key) => (pod?.labels[key] === undefined ? [] : [[key, pod.labels[key]]])),
  );

const RESULTS = { broken: 'block', degraded: 'warn', latent: 'note' } as const;

function hopOf(mesh: Mesh, judged: JudgedTrace, entry: JudgedHop, index: number): Hop {
  const { hop } = entry;
  const found: HopCheck[] = entry.findings.map((finding) => ({
    code: finding.detection.check,
    result: finding.explained || finding.young ? 'note' : RESULTS[finding.severity],
    sentence: finding.detection.sentence,
    proof: finding.explained
      ? 'explained by the cause above'
      : finding.young
        ? youngWords(mesh, finding.detection)
        : '',
    detection: { ...finding.detection, severity: finding.severity },
  }));
  const inferred: HopCheck[] = (hop.inferred ?? []).map((id) => ({
    code: id,
    result: 'note',
    sentence: `This follows from Istio's code and was not seen to happen: ${lowered(ruleOf(id)?.title ?? id)}.`,
    proof: `rule ${id}`,
    detection: null,
  }));
  const young = new Set(entry.findings.filter((finding) => finding.young).map(({ detection }) => detection.check));
  const unread: HopCheck[] = hop.gaps
    .filter(({ source }) => !young.has(source))
    .map((gap) => ({
      code: gap.source,
      result: 'unknown',
      sentence: `Not looked at: ${gap.why}.`,
      proof: '',
      detection: null,
    }));
  const policies = policyRounds(mesh, judged.trace, hop);
  return {
    seq: index + 1,
    kind: hop.kind,
    state: entry.state,
    title: hop.title,
    detail: hop.detail,
    protocol: hop.protocol,
    subject: hop.subject,
    objects: hop.objects,
    checks: [...claimsOf(mesh, judged.trace, entry), ...found, ...inferred, ...unread],
    ...(policies.length > 0 ? { policies } : {}),
    notChecked: hop.gaps,
  };
}

/** The rounds of policies that a hop asks. */
function policyRounds(mesh: Mesh, trace: WalkTrace, { kind, title }: WalkHop): PolicyRound[] {
  const { waypoint, gatewayDecision, legs } = trace;
  const asked = `Who may call, asked by ${title}`;
  switch (kind) {
    case 'outbound-link':
    case 'upstream-link':
      return legs.filter((leg) => leg.hop === kind).flatMap((leg) => roundsOfLeg(mesh, leg));
    case 'destination-ztunnel':
      return [roundAtZtunnel(mesh, trace, `Who may come in, asked by ${title}`)].filter((round) => round !== null);
    case 'waypoint':
      return waypoint ? [roundAtProxy(asked, waypoint.decision, waypoint.asked)].filter((round) => round !== null) : [];
    case 'gateway':
      return gatewayDecision
        ? [roundAtProxy(asked, gatewayDecision, gatewayDecision.asked)].filter((round) => round !== null)
        : [];
    default:
      return [];
  }
}

/** What every state is asked. */
const linkAsks = onlyOfMesh(
  (mesh: Mesh): ReadonlySet<string> =>
    new Set(mesh.state.firstSeen ? concat(linkLists(mesh)).map(({ query }) => formatAsk(query)) : []),
);

function youngWords(mesh: Mesh, { check }: Detection): string {
  const seconds = persistenceOf(meshFindings(mesh).checks.get(check));
  return `has just begun; it counts once it has lasted ${seconds} seconds`;
}

const lowered = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
