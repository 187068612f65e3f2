/** Profile `shape`: one path, hop by hop, with kinds and states and without words. */
import type { Cause, Hop, PathResult, Trace } from '../report/path-result.ts';
import { formatAsk } from '../state/path-query.ts';
import { shapeDetection } from './shape-causes.ts';
import type { ShapeNames } from './shape-names.ts';
import { drop, shapeGap, shapeSentence, type Tally, titleOf } from './shape-words.ts';

/** What is on the wire in one of these words; anything else could be a name. */
const PROTOCOLS = new Set(['HBONE', 'TCP', 'HTTP', 'HTTP/2', 'gRPC', 'TLS', 'mTLS', 'plaintext', 'UDP']);

/** The answer to one question. */
export function shapePath(path: PathResult, names: ShapeNames, tally: Tally): PathResult {
  const query = names.query(path.query);
  const cause = (one: Cause): Cause => shapeHopCause(one, names, tally);
  drop(tally, path.sentence);
  const first = path.firstBlocker;
  return {
    query,
    ask: formatAsk(query),
    verdict: path.verdict,
    expected: path.expected,
    sentence: shapeSentence(path.verdict, first ? [first.detection.check] : []),
    basis: path.basis,
    blame: path.blame,
    certainty: path.certainty,
    firstBlocker: first && cause(first),
    alsoBlocking: path.alsoBlocking.map(cause),
    risks: path.risks.map(cause),
    settling: (path.settling ?? []).map(cause),
    traces: path.traces.map((trace) => shapeTrace(trace, names, tally)),
    notChecked: path.notChecked.map((gap) => shapeGap(gap, names, tally)),
    waypoint: path.waypoint && names.ref(path.waypoint),
    asOf: path.asOf,
  };
}

function shapeHopCause(cause: Cause, names: ShapeNames, tally: Tally): Cause {
  const { detection, hopKind, hopSeq, hopCount, hopTitle } = cause;
  drop(tally, hopTitle);
  return { detection: shapeDetection(detection, names, tally), hopKind, hopSeq, hopCount, hopTitle: hopKind };
}

function shapeTrace({ label, weight, when, verdict, hops }: Trace, names: ShapeNames, tally: Tally): Trace {
  drop(tally, label, when);
  return { label: '', weight, when: '', verdict, hops: hops.map((hop) => shapeHop(hop, names, tally)) };
}

function shapeHop(hop: Hop, names: ShapeNames, tally: Tally): Hop {
  drop(tally, hop.title, hop.detail);
  return {
    seq: hop.seq,
    kind: hop.kind,
    state: hop.state,
    title: hop.kind,
    detail: '',
    protocol: PROTOCOLS.has(hop.protocol) ? hop.protocol : '',
    subject: hop.subject && names.ref(hop.subject),
    objects: hop.objects.map(names.ref),
    checks: hop.checks.map(({ code, result, sentence, proof, detection }) => {
      drop(tally, sentence, proof);
      return {
        code,
        result,
        sentence: titleOf(code),
        proof: '',
        detection: detection && shapeDetection(detection, names, tally),
      };
    }),
    notChecked: hop.notChecked.map((gap) => shapeGap(gap, names, tally)),
  };
}
