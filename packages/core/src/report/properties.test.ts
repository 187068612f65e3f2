/**
 * What holds of any mesh whatever: random ones, run by a pretended cluster, and the scenarios. A failure prints the seed
 * and the fewest objects it needs; HOPSCOPE_SEED asks about others.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import type { KubeObject } from '../../scenarios/bundle.ts';
import { type Scenario, scenarios } from '../../scenarios/index.ts';
import { seededChoices } from '../../scenarios/random/choices.ts';
import { questionsOf } from '../../scenarios/random/questions.ts';
import { randomMesh } from '../../scenarios/random/random-mesh.ts';
import { runObjects } from '../../scenarios/random/run-objects.ts';
import { SLICE_OF, withoutSource } from '../../scenarios/unread.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { PathQuery } from '../state/path-query.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import type { PathResult } from './path-result.ts';

const seed = Number(process.env['HOPSCOPE_SEED'] ?? 20_261_120);
const OBJECTS = 45;
/** so many times as many runs */
const more = Number(process.env['HOPSCOPE_RUNS'] ?? 1);
vi.setConfig({ testTimeout: 60_000 * more });

/** A random mesh, or a part of one; it shrinks towards fewer objects. */
const meshes = fc
  .noShrink(fc.nat())
  .chain((number) => fc.subarray(randomMesh(number, { objects: OBJECTS }), { minLength: 1 }));

const stateOfObjects = (objects: readonly KubeObject[]): MeshState => stateOf(runObjects(objects));
const answersTo = (state: MeshState, questions: readonly PathQuery[]): PathResult[] =>
  questions.map((question) => explain(state, question));
const asked = (objects: readonly KubeObject[]): PathQuery[] => questionsOf(objects).map((text) => questionOf(text));

/** Everything that is said of some objects. */
function sayOf(objects: readonly KubeObject[], questions: readonly PathQuery[]): unknown {
  const state = stateOfObjects(objects);
  return { report: analyze(state), paths: answersTo(state, questions) };
}

describe('any mesh', () => {
  const shuffled = meshes.chain((objects) =>
    fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })),
  );

  test('is judged without a crash, alike in any order of its objects, and the report survives JSON', () => {
    const property = fc.property(shuffled, ([objects, other]) => {
      const questions = asked(objects);
      const first = sayOf(objects, questions);
      expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      expect(sayOf(other, questions)).toEqual(first);
    });
    fc.assert(property, { seed, numRuns: 40 * more });
  });

  test('is judged as before when another mesh appears beside it that has nothing to do with it', () => {
    const property = fc.property(meshes, fc.noShrink(fc.nat()), (objects, number) => {
      const questions = asked(objects);
      const before = answersTo(stateOfObjects(objects), questions);
      const after = answersTo(stateOfObjects([...objects, ...strangers(number)]), questions);
      expect(after.map(summaryOf)).toEqual(before.map(summaryOf));
    });
    fc.assert(property, { seed, numRuns: 30 * more });
  });

  test('of odd forms does no harm', () => {
    const damaged = meshes.chain((objects) =>
      fc.tuple(fc.constant(objects), fc.array(damages, { minLength: 1, maxLength: 12 })),
    );
    const property = fc.property(damaged, ([objects, blows]) => {
      const bundle = structuredClone(runObjects(objects));
      for (const blow of blows) damage(bundle.objects, blow);
      const state = stateOf(bundle);
      analyze(state);
      answersTo(state, asked(objects));
    });
    fc.assert(property, { seed, numRuns: 40 * more });
  });
});

/** Another mesh in namespaces of its own; what holds beyond its namespaces is left out. */
function strangers(number: number): KubeObject[] {
  return randomMesh(number, { prefix: 'z-', objects: OBJECTS }).filter(
    ({ metadata, spec }) =>
      metadata.namespace !== 'istio-system' && (spec as { addresses?: unknown } | undefined)?.addresses === undefined,
  );
}

/** In the strangers' namespaces, or theirs alone: they have their own nodes too. */
const isStrange = ({ metadata }: KubeObject): boolean => (metadata.namespace ?? metadata.name).startsWith('z-');

/** What a person would notice: verdict, sentence, causes, and the hops with their states. */
function summaryOf(result: PathResult): unknown {
  const hops = result.traces.map(({ verdict, hops: list }) => [
    verdict,
    list.map(({ kind, state }) => `${kind} ${state}`),
  ]);
  return { verdict: result.verdict, sentence: result.sentence, hops };
}

interface Blow {
  object: number;
  steps: number[];
  value: unknown;
}

const damages: fc.Arbitrary<Blow> = fc.record({
  object: fc.nat(),
  steps: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  value: fc.oneof(
    fc.constantFrom(null, undefined, '', 0, -1, true, [], {}, [null], 'odd', 1e21),
    fc.jsonValue({ maxDepth: 1 }),
  ),
});

/** Goes some steps into an object and puts something else there; the kind stays, or it would be no object of ours. */
function damage(objects: KubeObject[], { object, steps, value }: Blow): void {
  let at = objects[object % objects.length] as unknown as Record<string, unknown>;
  for (const [i, step] of steps.entries()) {
    const keys = Object.keys(at).filter((key) => key !== 'kind' && key !== 'apiVersion' && key !== 'name');
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return;
    const child = at[key];
    if (i < steps.length - 1 && typeof child === 'object' && child !== null) {
      at = child as Record<string, unknown>;
      continue;
    }
    at[key] = value;
    return;
  }
}

describe('any scenario', () => {
  const anyScenario = fc.constantFrom(...scenarios);

  test('is judged alike in any order of its objects and readings', () => {
    const property = fc.property(anyScenario, fc.noShrink(fc.nat()), (scenario, number) => {
      const bundle = scenario.bundle();
      const choose = seededChoices(number);
      const mixed = <T>(list: readonly T[]): T[] => choose.some(list, list.length, list.length);
      const other = { ...bundle, objects: mixed(bundle.objects), readings: mixed(bundle.readings) };
      const questions = questionsOfScenario(scenario, stateOf(bundle));
      expect(answersTo(stateOf(other), questions)).toEqual(answersTo(stateOf(bundle), questions));
    });
    fc.assert(property, { seed, numRuns: 40 * more });
  });

  test('is judged as before when another mesh appears beside it that has nothing to do with it', () => {
    const property = fc.property(anyScenario, fc.noShrink(fc.nat()), (scenario, number) => {
      const bundle = scenario.bundle();
      const beside = runObjects(strangers(number), ['z-node-1', 'z-node-2']).objects.filter(isStrange);
      const questions = questionsOfScenario(scenario, stateOf(bundle));
      const after = answersTo(stateOf({ ...bundle, objects: [...bundle.objects, ...beside] }), questions);
      expect(after.map(summaryOf)).toEqual(answersTo(stateOf(bundle), questions).map(summaryOf));
    });
    fc.assert(property, { seed, numRuns: 40 * more });
  });
});

describe('taking away what was read', () => {
  const others = ['ConfigMap', 'HTTPRoute', 'Deployment', 'DaemonSet'];
  const isTold = (source: string): boolean => TOLD.has(SLICE_OF[source]!);
  const sources = [...Object.keys(SLICE_OF).filter((source) => !isTold(source)), ...others];
  const taken = fc.subarray(sources, { minLength: 1, maxLength: 4 });

  /** What a path needs most is the source that alone decides it, so each that holds anything is taken once from each scenario. */
  test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('one by one: %s', (_id, scenario) => {
    const state = stateOf(scenario.bundle());
    const questions = scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http));
    for (const source of sources) if (holdsAny(state, source)) expectNoBetter(state, questions, [source]);
  });

  test('of a scenario makes no path delivered that was blocked or unknown', () => {
    const property = fc.property(fc.constantFrom(...scenarios), taken, (scenario, gone) => {
      const state = stateOf(scenario.bundle());
      expectNoBetter(state, questionsOfScenario(scenario, state), gone);
    });
    fc.assert(property, { seed, numRuns: 120 * more });
  });

  test('of a random mesh makes no path delivered that was blocked or unknown', () => {
    const property = fc.property(meshes, taken, (objects, gone) => {
      expectNoBetter(stateOfObjects(objects), asked(objects), gone);
    });
    fc.assert(property, { seed, numRuns: 40 * more });
  });
});

/** What only sharpens or contradicts what objects say: without it the answer is that of a mesh where nobody looks. */
const TOLD: ReadonlySet<string> = new Set([
  'traffic',
  'envoyClusters',
  'versions',
  'istiodMeshes',
  'ambientViews',
  'cniReadiness',
]);

function holdsAny(state: MeshState, source: string): boolean {
  const slice = SLICE_OF[source];
  return slice === undefined || state[slice].length > 0;
}

function questionsOfScenario({ asks }: Scenario, state: MeshState): PathQuery[] {
  return [
    ...asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http)),
    ...analyze(state).graph.links.map((link) => link.query),
  ];
}

function expectNoBetter(state: MeshState, questions: readonly PathQuery[], gone: readonly string[]): void {
  const less = gone.reduce(withoutSource, state);
  const before = answersTo(state, questions);
  const better = answersTo(less, questions).filter(
    (after, i) => after.verdict === 'delivered' && !['delivered', 'degraded'].includes(before[i]!.verdict),
  );
  expect(better.map(({ sentence }) => sentence)).toEqual([]);
}
