/** Profile `shape`: findings without their words: which check, on what kind of object, hitting what. */
import type { Detection } from '../checks/detection.ts';
import type { CauseGroup } from '../report/mesh-report.ts';
import type { ShapeNames } from './shape-names.ts';
import { drop, rounded, type Tally, titleOf } from './shape-words.ts';

/** One group of findings. */
export function shapeCause(cause: CauseGroup, names: ShapeNames, tally: Tally): CauseGroup {
  drop(tally, cause.sentence, cause.owner);
  return {
    key: names.cause(cause.key),
    check: cause.check,
    severity: cause.severity,
    certainty: cause.certainty,
    blame: cause.blame,
    owner: '',
    sentence: titleOf(cause.check),
    detection: shapeDetection(cause.detection, names, tally),
    links: cause.links.map(names.linkId),
    services: cause.services.map(names.pair),
    namespaces: cause.namespaces.map(names.namespace),
    nodes: cause.nodes.map(names.node),
    pods: rounded(cause.pods, tally),
    since: cause.since,
  };
}

/** One finding; its evidence, remedies and words are texts of the mesh and stay behind. */
export function shapeDetection(detection: Detection, names: ShapeNames, tally: Tally): Detection {
  const { check, subject, severity, certainty, blame, since, evidence, fix } = detection;
  drop(tally, detection.sentence, ...evidence.map(({ observed }) => observed), ...fix.map(({ text }) => text));
  return {
    check,
    subject: names.ref(subject),
    severity,
    certainty,
    blame,
    sentence: titleOf(check),
    evidence: [],
    objects: detection.objects.map(names.ref),
    fix: [],
    since,
  };
}
