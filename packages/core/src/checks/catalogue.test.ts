/** What holds for every check of the catalogue, present and future. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { scenarios } from '../../scenarios/index.ts';
import { withoutSource } from '../../scenarios/unread.ts';
import { indexMesh } from '../mesh/mesh.ts';
import { isInferred, ruleOf } from '../mesh/rules.ts';
import { READING_SOURCES } from '../normalize/reading.ts';
import { tracePath } from '../path/walk.ts';
import { analyze } from '../report/analyze.ts';
import { explain } from '../report/explain.ts';
import { runChecks } from '../report/mesh-findings.ts';
import { kindSpec } from '../state/kinds.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { PathQuery } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import { type Check, completed, rulesOf, type Stage } from './check.ts';
import { CHECKS } from './index.ts';
import { ReadRecorder } from './read-recorder.fixture.ts';

const STAGES: readonly Stage[] = [
  'control-plane',
  'nodes',
  'client',
  'dns',
  'endpoints',
  'waypoint-binding',
  'waypoint-health',
  'l7-config',
  'policy',
  'destination',
  'application',
  'gateways',
  'egress',
  'multicluster',
  'catch-all',
];

const each = CHECKS.map((check) => [check.id, check] as const);
const stateById = new Map(scenarios.map((scenario) => [scenario.id, stateOf(scenario.bundle())]));
const asksById = new Map(
  scenarios.map(({ id, asks }) => [id, asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http))] as const),
);

/** Every source file of a stage's folder with its text. */
const files = STAGES.flatMap((stage) => {
  const folder = new URL(`./${stage}/`, import.meta.url);
  return listFolder(folder).map((name) => ({ stage, name, text: readFileSync(new URL(name, folder), 'utf8') }));
});

function listFolder(folder: URL): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  } catch {
    // A stage without checks has no folder yet.
    return [];
  }
}

describe('the list of checks', () => {
  it('has an entry for each file that holds a check, and a file for each entry', () => {
    const written = files.filter((file) => /: Check = \{/.test(file.text)).map((file) => file.name.replace('.ts', ''));
    expect(written.sort()).toEqual(CHECKS.map((check) => check.id).sort());
    expect(new Set(CHECKS.map((check) => check.id)).size).toBe(CHECKS.length);
  });

  it('is in the order of the catalogue, by stage and by number', () => {
    const stages = CHECKS.map((check) => STAGES.indexOf(check.stage));
    const numbers = CHECKS.map((check) => check.number);
    expect(stages).toEqual([...stages].sort((a, b) => a - b));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it.each(each)('%s stands in the folder of its stage and cites its number', (id, check) => {
    const file = files.find((candidate) => candidate.name === `${id}.ts`);
    expect(file?.stage).toBe(check.stage);
    expect(file?.text).toContain(`/** Catalogue ${check.number}`);
    expect(file?.text).toContain(`export const ${id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}:`);
  });

  it.each(each)('%s names symptoms, hops and needs that exist', (id, check) => {
    const ids = CHECKS.map((other) => other.id);
    for (const symptom of check.explains ?? []) expect(ids).toContain(symptom);
    expect(check.explains ?? []).not.toContain(id);
    expect(check.hops.length).toBeGreaterThan(0);
    for (const source of [...check.needs, ...(check.needsOneOf ?? []), ...(check.uses ?? [])])
      expect(kindSpec(source) !== undefined || READING_SOURCES.includes(source), source).toBe(true);
    expect(check.needs.filter((need) => check.uses?.includes(need))).toEqual([]);
    expect(check.detect ?? check.judge ?? check.refuse, 'it looks at something').toBeDefined();
  });
});

describe('scenarios', () => {
  it.each(each)('%s fires in one, and a near miss leaves it silent', (id, check) => {
    const fires = scenarios.find((scenario) => scenario.id === id);
    const near = scenarios.find((scenario) => scenario.id === `${id}-near`);
    expect(fires?.fires).toContain(id);
    expect(near?.silent).toContain(id);
    expect(found(id, stateById.get(id)!, check)).toBe(true);
    expect(found(`${id}-near`, stateById.get(`${id}-near`)!, check)).toBe(false);
  });
});

/** In the report, or in the answer to a question of the scenario: some failures depend on the request. */
function found(scenario: string, state: MeshState, { id }: Check): boolean {
  const { causes, symptoms } = analyze(state);
  const answers = asksById.get(scenario)!.map((query) => explain(state, query));
  const onHops = answers.flatMap(({ traces }) => traces.flatMap(({ hops }) => hops.flatMap(({ checks }) => checks)));
  return [...causes, ...symptoms].some((group) => group.check === id) || onHops.some(({ code }) => code === id);
}

describe('house rule R6: an input that is missing', () => {
  const rows = CHECKS.flatMap((check) => check.needs.map((need) => [check.id, need, check] as const));

  it.each(rows)('%s without %s is not evaluated', (id, need, check) => {
    const state = withoutSource(stateById.get(id)!, need);
    const { notEvaluated } = analyze(state);
    expect(notEvaluated.find((entry) => entry.check === id)?.missing).toEqual([need]);
    expect(notEvaluated.find((entry) => entry.check === id)?.reason).not.toBe('');
    expect(found(id, state, check)).toBe(false);
    expect(runChecks(indexMesh(state), [check]).judging).toEqual([]);
  });
});

describe('house rule R6: readings of which one is enough', () => {
  const rows = CHECKS.filter((check) => check.needsOneOf !== undefined).map((check) => [check.id, check] as const);

  it.each(rows)('%s without any of them is not evaluated, and with one it is', (id, check) => {
    const readings = check.needsOneOf!;
    const none = readings.reduce(withoutSource, stateById.get(id)!);
    expect(analyze(none).notEvaluated.find((entry) => entry.check === id)?.missing).toEqual(readings);
    expect(found(id, none, check)).toBe(false);
    expect(analyze(stateById.get(id)!).notEvaluated.map((entry) => entry.check)).not.toContain(id);
  });
});

describe('declared = used', () => {
  it.each(each)('%s reads what it needs, and nothing that it does not declare', (_id, check) => {
    const recorder = new ReadRecorder();
    for (const [id, state] of stateById) record(recorder, check, state, asksById.get(id)!);
    const declared = [...check.needs, ...(check.needsOneOf ?? []), ...(check.uses ?? [])];
    expect(recorder.undeclared(declared), 'read and not declared').toEqual([]);
    expect(
      check.needs.filter((source) => !recorder.kinds.has(source)),
      'needed and never read',
    ).toEqual([]);
  });
});

/** Lets a check look at a mesh and at every question its scenario and graph ask. */
function record(recorder: ReadRecorder, check: Check, state: MeshState, asked: readonly PathQuery[]): void {
  const bare = indexMesh(state);
  const mesh = recorder.mesh(bare);
  const detections = check.detect?.(mesh).map((item) => completed(check, item)) ?? [];
  if (check.refuse) recordRefusals(recorder, check, bare, asked);
  if (!check.judge && !check.onPath) return;
  const linked = analyze(state).graph.links.map((link) => link.query);
  for (const query of [...linked, ...asked]) {
    for (const trace of tracesOf(bare, query)) {
      check.judge?.(mesh, recorder.trace(trace));
      for (const hop of trace.hops)
        for (const detection of detections) check.onPath?.(mesh, recorder.trace(trace), hop, detection);
    }
  }
}

/** The same for questions that cannot be walked. */
function recordRefusals(
  recorder: ReadRecorder,
  check: Check,
  bare: ReturnType<typeof indexMesh>,
  asked: readonly PathQuery[],
): void {
  const mesh = recorder.mesh(bare);
  for (const query of asked) {
    const { refusal } = tracePath(bare, query);
    if (refusal) check.refuse?.(mesh, refusal);
  }
}

const tracesOf = (mesh: ReturnType<typeof indexMesh>, query: Parameters<typeof tracePath>[1]) =>
  tracePath(mesh, query).traces;

describe('rules of the mesh', () => {
  it.each(each)('%s rests on rules that exist, and on an inferred one it is likely at most', (_id, check) => {
    for (const id of rulesOf(check)) expect(ruleOf(id), id).toBeDefined();
    const found = { subject: ref('Pod', 'a', 'b'), sentence: '', evidence: [] };
    const expected = rulesOf(check).some(isInferred) ? 'likely' : 'confirmed';
    expect(completed(check, found).certainty).toBe(expected);
    expect(completed({ ...check, cite: `${check.cite}; P18` }, found).certainty).toBe('likely');
    expect(completed(check, { ...found, rules: ['A9.port'] }).certainty).toBe('likely');
    expect(completed(check, { ...found, rules: ['P18'], certainty: 'suspected' }).certainty).toBe('suspected');
  });

  it.each(scenarios.map((scenario) => [scenario.id] as const))('%s: evaluations and claims name rules', (id) => {
    const state = stateById.get(id)!;
    const { causes, symptoms, graph } = analyze(state);
    const detections = [...causes, ...symptoms].map((group) => group.detection);
    for (const { check, evidence } of detections)
      for (const { kind, field } of evidence)
        if (kind === 'evaluation') expect(ruleOf(field), `${check} ${field}`).toBeDefined();
    const claims = graph.links.flatMap((link) =>
      explain(state, link.query).traces.flatMap((trace) => trace.hops.flatMap((hop) => hop.checks)),
    );
    for (const { code, result } of claims) if (result === 'pass') expect(ruleOf(code), code).toBeDefined();
  });
});

describe('texts', () => {
  /** Words of our own papers that a reader has never heard. */
  const JARGON = /\bH[1-7]\b|\bxDS\b|\bRBAC\b|\bSNAT\b|\bSPIFFE\b|\btier \d|\bEnvoy\b|\bHBONE\b|\bL[47]\b/;

  it.each(each)('%s has a short title and whole sentences', (_id, check) => {
    expect(check.title.length).toBeLessThanOrEqual(80);
    expect(check.title).not.toMatch(/\.$/);
    expect(check.title).not.toMatch(JARGON);
    for (const text of [check.why, check.notProof]) expect(text).toMatch(/^[A-Za-z0-9'"].*\.$/s);
    expect(check.cite).not.toBe('');
  });

  it.each(scenarios.map((scenario) => [scenario.id] as const))('%s: sentences of findings are plain', (id) => {
    const { causes, symptoms } = analyze(stateById.get(id)!);
    for (const { check, sentence, detection } of [...causes, ...symptoms]) {
      expect(sentence, check).toMatch(/^.*[.]$/s);
      expect(sentence.replaceAll(/`[^`]*`/g, ''), check).not.toMatch(JARGON);
      expect(sentence, check).not.toMatch(/undefined|null|NaN|\[object|``/);
      expect(detection.evidence.length, check).toBeGreaterThan(0);
      for (const { text } of detection.fix) expect(text, check).toMatch(/[.]$/);
    }
  });
});
