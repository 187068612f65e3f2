/** The answer to a question that cannot be walked: an end that does not exist, does not run, or may not be seen. */
import type { Detection } from '../checks/detection.ts';
import { evaluation, remedy } from '../checks/evidence.ts';
import type { Refusal } from '../path/facts.ts';
import { formatAsk, formatFrom, formatTo, type PathQuery } from '../path/query.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { ref } from '../state/refs.ts';
import type { Hop, PathResult } from './path-result.ts';

const CODES: Record<Refusal['code'], string> = {
  'from-unknown': 'source-pod-not-running',
  'from-not-running': 'source-pod-not-running',
  'to-unknown': 'dns-service-not-found',
  'not-readable': 'evidence-gap',
};

/** A result with one hop: blocked where the end is known to be missing, unknown where it may not be seen. */
export function refusedResult(mesh: Mesh, query: PathQuery, refusal: Refusal): PathResult {
  const ask = formatAsk(query);
  const unknown = refusal.code === 'not-readable';
  const detection = unknown ? null : detectionOf(refusal);
  const gaps = refusal.gap ? [{ ...refusal.gap, decisive: true }] : [];
  const hop: Hop = {
    seq: 1,
    kind: refusal.hop,
    state: unknown ? 'unknown' : 'block',
    title: refusal.hop === 'client' ? formatFrom(query.from) : formatTo(query.to),
    detail: '',
    protocol: '',
    subject: refusal.object,
    objects: refusal.object ? [refusal.object] : [],
    checks: [{ code: detection?.check ?? 'evidence-gap', result: unknown ? 'unknown' : 'block', sentence: refusal.sentence, proof: '', detection }],
    notChecked: gaps,
  };
  const verdict = unknown ? 'unknown' : 'blocked';
  const firstBlocker = detection ? { detection, hopKind: refusal.hop, hopSeq: 1, hopCount: 1, hopTitle: hop.title } : null;
  return {
    query,
    ask,
    verdict,
    expected: verdict,
    sentence: unknown ? refusal.sentence : `${formatFrom(query.from)} cannot reach ${formatTo(query.to)}: ${refusal.sentence}`,
    basis: 'configuration',
    blame: unknown ? null : 'application',
    certainty: unknown ? null : 'confirmed',
    firstBlocker,
    alsoBlocking: [],
    risks: [],
    traces: [{ label: '', weight: 1, verdict, hops: [hop] }],
    notChecked: gaps,
    waypoint: null,
    asOf: mesh.state.takenAt,
  };
}

function detectionOf(refusal: Refusal): Detection {
  const command = refusal.hop === 'client' ? 'kubectl get pods -A' : 'kubectl get services -A';
  return {
    check: CODES[refusal.code],
    subject: refusal.object ?? ref('Namespace', '', ''),
    severity: 'broken',
    certainty: 'confirmed',
    blame: 'application',
    sentence: refusal.sentence,
    evidence: [evaluation('S1', refusal.sentence, '', refusal.object)],
    objects: refusal.object ? [refusal.object] : [],
    fix: [remedy(refusal.hop === 'client' ? 'Look at what runs there and why it does not start.' : 'Check the name and its namespace.', command)],
    since: null,
  };
}
