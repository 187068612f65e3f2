/** Findings as SARIF 2.1.0, the form that code-scanning services read. */
import { type CauseGroup, type MeshReport, refId } from '@hopscope/core';
import { VERSION } from './version.ts';

const LEVELS: Readonly<Record<CauseGroup['severity'], 'error' | 'warning' | 'note'>> = {
  broken: 'error',
  degraded: 'warning',
  latent: 'note',
};

/** One run with a rule for each check that found something, and a result for each cause. */
export function toSarif(report: MeshReport): object {
  const rules = [...new Set(report.causes.map(({ check }) => check))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Hopscope',
            version: VERSION,
            semanticVersion: VERSION,
            rules: rules.map((id) => ({ id, name: id })),
          },
        },
        results: report.causes.map((cause) => resultOf(cause, rules.indexOf(cause.check))),
        invocations: [{ executionSuccessful: true, endTimeUtc: utc(report.asOf) }],
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

function resultOf(cause: CauseGroup, ruleIndex: number): object {
  const { detection } = cause;
  return {
    ruleId: cause.check,
    ruleIndex,
    level: LEVELS[cause.severity],
    message: { text: cause.sentence.replaceAll('`', '') },
    // The object in the cluster stands where other tools have a file.
    locations: [
      {
        logicalLocations: [
          { name: detection.subject.name, fullyQualifiedName: refId(detection.subject), kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'hopscopeCause/v1': cause.key },
    properties: {
      severity: cause.severity,
      certainty: cause.certainty,
      blame: cause.blame,
      owner: cause.owner,
      links: cause.links,
      namespaces: cause.namespaces,
      since: cause.since,
    },
  };
}

/** SARIF wants UTC with a `Z`. */
function utc(time: string): string {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? time : new Date(parsed).toISOString();
}
