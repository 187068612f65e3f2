/** The answer to a question that cannot be walked: an end that does not exist, does not run, or may not be seen. */
import type { Detection } from '../checks/detection.ts';
import { evaluation, remedy } from '../checks/evidence.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Refusal } from '../path/facts.ts';
import { formatAsk, formatFrom, formatTo, type PathQuery } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import type { PathJudgement } from './judge-path.ts';
import { meshFindings } from './mesh-findings.ts';
import type { Hop, NotChecked, PathResult, Trace } from './path-result.ts';
import { gapOfYoung } from './young.ts';

const CODES: Record<Refusal['code'], string> = {
  'from-unknown': 'source-pod-not-running',
  'from-not-running': 'source-pod-not-running',
  'to-unknown': 'dns-service-not-found',
  'not-readable': 'evidence-gap',
};

/** Blocked where the end is known to be missing, unknown where it may not be seen. */
export function judgeRefusal(
  mesh: Mesh,
  query: PathQuery,
  refusal: Refusal,
  asked: 'link' | 'once' = 'once',
): PathJudgement {
  const found = refusal.code === 'not-readable' ? null : (deeperCause(mesh, refusal) ?? detectionOf(refusal));
  const isYoung = found !== null && meshFindings(mesh).isYoung(found, asked);
  const detection = isYoung ? null : found;
  const verdict = detection ? 'blocked' : 'unknown';
  const causes = found
    ? [{ detection: found, hopKind: refusal.hop, hopSeq: 1, hopCount: 1, hopTitle: titleOf(query, refusal) }]
    : [];
  return {
    query,
    ask: formatAsk(query),
    verdict,
    expected: verdict,
    sentence: detection
      ? `${formatFrom(query.from)} cannot reach ${formatTo(query.to)}: ${detection.sentence}`
      : refusal.sentence,
    basis: 'configuration',
    blame: detection?.blame ?? null,
    certainty: detection?.certainty ?? null,
    firstBlocker: (detection && causes[0]) ?? null,
    alsoBlocking: [],
    risks: [],
    ...(isYoung ? { settling: causes } : {}),
    notChecked: gapsOf(refusal, isYoung ? found : null),
    waypoint: null,
    groups: [],
    judged: [],
    refusal,
  };
}

function gapsOf({ gap }: Refusal, young: Detection | null): NotChecked[] {
  const gaps = [...(gap ? [gap] : []), ...(young ? [gapOfYoung(young)] : [])];
  return gaps.map((one) => ({ ...one, decisive: true }));
}

/** The single hop that such an answer has. */
export function refusedTrace(result: Omit<PathResult, 'traces' | 'asOf'>, refusal: Refusal): Trace {
  const detection = result.firstBlocker?.detection ?? null;
  const state = detection ? 'block' : 'unknown';
  const hop: Hop = {
    seq: 1,
    kind: refusal.hop,
    state,
    title: titleOf(result.query, refusal),
    detail: '',
    protocol: '',
    subject: refusal.object,
    objects: refusal.object ? [refusal.object] : [],
    checks: [
      {
        code: detection?.check ?? 'evidence-gap',
        result: state,
        sentence: detection?.sentence ?? refusal.sentence,
        proof: '',
        detection,
      },
    ],
    notChecked: result.notChecked,
  };
  return { label: '', weight: 1, when: '', verdict: result.verdict, hops: [hop] };
}

const titleOf = (query: PathQuery, refusal: Refusal): string =>
  refusal.hop === 'client' ? formatFrom(query.from) : formatTo(query.to);

/** A finding on the workload itself says why it does not run. */
function deeperCause(mesh: Mesh, refusal: Refusal): Detection | undefined {
  const known = refusal.object ? meshFindings(mesh).on(refusal.object) : [];
  return known.find((detection) => detection.severity === 'broken');
}

function detectionOf(refusal: Refusal): Detection {
  const isCaller = refusal.hop === 'client';
  return {
    check: CODES[refusal.code],
    subject: refusal.object ?? ref('Namespace', '', ''),
    severity: 'broken',
    certainty: 'confirmed',
    blame: 'application',
    sentence: refusal.sentence,
    evidence: [evaluation(isCaller ? 'E10' : 'S1', refusal.sentence, '', refusal.object)],
    objects: refusal.object ? [refusal.object] : [],
    fix: [
      isCaller
        ? remedy('Look at what runs there and why it does not start.', 'kubectl get pods -A')
        : remedy('Check the name and its namespace.', 'kubectl get services -A'),
    ],
    since: null,
  };
}
