/** Findings as SARIF 2.1.0, the form that code-scanning services read. */
import {
  type CauseGroup,
  CHECKS,
  type ExpectationReport,
  type ExpectationResult,
  type MeshReport,
  refId,
} from '@hopscope/core';
import { docsOf } from './docs-section.ts';
import { VERSION } from './version.ts';

const LEVELS: Readonly<Record<CauseGroup['severity'], 'error' | 'warning' | 'note'>> = {
  broken: 'error',
  degraded: 'warning',
  latent: 'note',
};

/** A rule for each check that found something, and a result for each cause; `before` tells which of them are new. */
export function toSarif(report: MeshReport, before: MeshReport | null = null): object {
  const rules = [...new Set(report.causes.map(({ check }) => check))].sort();
  const known = new Set(before?.causes.map(({ key }) => key));
  const results = report.causes.map((cause) => ({
    ...resultOf(cause, rules.indexOf(cause.check)),
    ...(before ? { baselineState: known.has(cause.key) ? 'unchanged' : 'new' } : {}),
  }));
  return sarifRun(rules.map(ruleOf), results, report.asOf);
}

const CHECKS_BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

/** What a check says of itself; some causes are no check's. */
function ruleOf(id: string): object {
  const check = CHECKS_BY_ID.get(id);
  const help = { text: `See ${docsOf(id)}.` };
  if (!check) return { id, name: id, help };
  return {
    id,
    name: id,
    shortDescription: { text: `${check.title}.` },
    fullDescription: { text: check.why },
    help: { text: `${check.why} What looks like it and is not: ${check.notProof} ${help.text}` },
    defaultConfiguration: { level: LEVELS[check.severity] },
    properties: { tags: [check.stage, check.blame] },
  };
}

function sarifRun(rules: readonly object[], results: readonly object[], asOf: string): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Hopscope', version: VERSION, semanticVersion: VERSION, rules } },
        results,
        invocations: [{ executionSuccessful: true, endTimeUtc: utc(asOf) }],
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

const EXPECTATION_RULES = [
  { id: 'expectation-not-met', name: 'ExpectationNotMet', shortDescription: { text: 'An expectation is not met' } },
  {
    id: 'expectation-unknown',
    name: 'ExpectationUnknown',
    shortDescription: { text: 'An expectation cannot be judged' },
  },
];

/** Expectations that are not met or cannot be judged, each at its line of the file. */
export function expectationsToSarif(report: ExpectationReport): object {
  const open = report.results.filter(({ status }) => status !== 'met');
  return sarifRun(EXPECTATION_RULES, open.map(expectationResult), report.asOf);
}

function expectationResult({ status, name, ask, sentence, file, line, causes }: ExpectationResult): object {
  const isFailed = status === 'not-met';
  const title = name === '' ? ask : `${name} (${ask})`;
  return {
    ruleId: EXPECTATION_RULES[isFailed ? 0 : 1]!.id,
    ruleIndex: isFailed ? 0 : 1,
    level: isFailed ? 'error' : 'warning',
    message: { text: `${title}: ${sentence}`.replaceAll('`', '') },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } } }],
    partialFingerprints: { 'hopscopeExpectation/v1': `${ask} ${name}` },
    properties: { ask, causes },
  };
}

/** A relative path as a URI reference: code scanning joins it to the repository. */
const uriOf = (file: string): string => file.replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');

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
      services: cause.services,
      namespaces: cause.namespaces,
      nodes: cause.nodes,
      pods: cause.pods,
      docs: docsOf(cause.check),
      since: cause.since,
    },
  };
}

/** SARIF wants UTC with a `Z`. */
function utc(time: string): string {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? time : new Date(parsed).toISOString();
}
