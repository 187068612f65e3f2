/** The answer to a question that cannot be walked: an end that does not exist, does not run, or may not be seen. */
import { completed } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Refusal } from '../path/facts.ts';
import { asDecisive } from '../path/hop-gaps.ts';
import { formatFrom, formatTo, type PathQuery } from '../state/path-query.ts';
import type { PathJudgement } from './judge-path.ts';
import { meshFindings } from './mesh-findings.ts';
import type { Cause, Hop, NotChecked, PathResult, Trace } from './path-result.ts';
import { gapOfYoung } from './young.ts';

/** Blocked where the end is known to be missing, unknown where it may not be seen. */
export function judgeRefusal(
  mesh: Mesh,
  query: PathQuery,
  refusal: Refusal,
  asked: 'link' | 'once' = 'once',
): PathJudgement {
  const isUnseen = refusal.code === 'not-readable';
  const found = isUnseen ? [] : [...deeperCauses(mesh, refusal), ...saidByChecks(mesh, refusal)];
  const { isYoung } = meshFindings(mesh);
  const young = found.filter((detection) => isYoung(detection, asked));
  const held = found.filter((detection) => !young.includes(detection));
  const detection = held[0] ?? null;
  // What has just begun may pass: it is not known then whether the end stays away.
  const verdict = isUnseen || (young.length > 0 && !detection) ? 'unknown' : 'blocked';
  const place = { hopKind: refusal.hop, hopSeq: 1, hopCount: 1, hopTitle: titleOf(query, refusal) };
  const asCause = (one: Detection): Cause => ({ detection: one, ...place });
  return {
    query,
    verdict,
    expected: verdict,
    sentence:
      verdict === 'unknown'
        ? refusal.sentence
        : `${formatFrom(query.from)} cannot reach ${formatTo(query.to)}: ${detection?.sentence ?? refusal.sentence}`,
    basis: 'configuration',
    blame: detection?.blame ?? null,
    certainty: detection?.certainty ?? null,
    firstBlocker: detection && asCause(detection),
    alsoBlocking: held.slice(1).map(asCause),
    risks: [],
    ...(young.length > 0 ? { settling: young.map(asCause) } : {}),
    notChecked: gapsOf(refusal, young),
    waypoint: null,
    groups: [],
    judged: [],
    refusal,
  };
}

function gapsOf({ gap }: Refusal, young: readonly Detection[]): NotChecked[] {
  const gaps = [...(gap ? [gap] : []), ...young.map((detection) => gapOfYoung(detection))];
  return gaps.map(asDecisive);
}

/** The single hop that such an answer has. */
export function refusedTrace(result: Omit<PathResult, 'traces' | 'asOf' | 'ask'>, refusal: Refusal): Trace {
  const causes = [...(result.firstBlocker ? [result.firstBlocker] : []), ...result.alsoBlocking];
  const state = causes.length > 0 ? 'block' : 'unknown';
  const hop: Hop = {
    seq: 1,
    kind: refusal.hop,
    state,
    title: titleOf(result.query, refusal),
    detail: '',
    protocol: '',
    subject: refusal.object,
    objects: refusal.object ? [refusal.object] : [],
    checks:
      causes.length === 0
        ? [{ code: 'evidence-gap', result: state, sentence: refusal.sentence, proof: '', detection: null }]
        : causes.map(({ detection }) => ({
            code: detection.check,
            result: state,
            sentence: detection.sentence,
            proof: '',
            detection,
          })),
    notChecked: result.notChecked,
  };
  return { label: '', weight: 1, when: '', verdict: result.verdict, hops: [hop] };
}

const titleOf = (query: PathQuery, refusal: Refusal): string =>
  refusal.hop === 'client' ? formatFrom(query.from) : formatTo(query.to);

/** A finding on the workload itself says why it does not run. */
function deeperCauses(mesh: Mesh, refusal: Refusal): Detection[] {
  const known = refusal.object ? meshFindings(mesh).on(refusal.object) : [];
  return known.filter((detection) => detection.severity === 'broken').slice(0, 1);
}

/** What the checks that know such ends say. */
function saidByChecks(mesh: Mesh, refusal: Refusal): Detection[] {
  return REFUSING.flatMap((check) => {
    const found = check.refuse?.(mesh, refusal);
    return found ? [completed(check, found)] : [];
  });
}

const REFUSING = CHECKS.filter((check) => check.refuse);
