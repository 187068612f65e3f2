/** Every change that a finding suggests is tried: applied to its mesh by the what-if, the finding must be gone. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import type { KubeObject } from '../../scenarios/bundle.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { diffOf, type Edit, type SuggestedChange } from '../checks/change.ts';
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { linkLists } from '../graph/build-graph.ts';
import { explain } from '../report/explain.ts';
import { meshFindings } from '../report/mesh-findings.ts';
import { meshOf } from '../report/meshes.ts';
import { kindSpec } from '../state/kinds.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { formatAsk, type PathQuery } from '../state/path-query.ts';
import { type Ref, refId } from '../state/refs.ts';
import { applyChange } from './apply-change.ts';
import { readChange } from './change-files.ts';

/** A finding with changes, and where it was found: in the whole mesh, or in the answer to one question. */
interface Suggestion {
  detection: Detection;
  ask: PathQuery | null;
  changes: readonly SuggestedChange[];
}

const detectionsAt = (state: MeshState, ask: PathQuery | null): readonly Detection[] =>
  ask === null
    ? meshFindings(meshOf(state)).all
    : explain(state, ask).traces.flatMap(({ hops }) =>
        hops.flatMap(({ checks }) => checks.flatMap(({ detection }) => detection ?? [])),
      );

function suggestionsOf(scenario: Scenario, state: MeshState): Suggestion[] {
  const asked = scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http));
  const links = linkLists(meshOf(state)).flat();
  const asks = new Map([...asked, ...links.map(({ query }) => query)].map((one) => [formatAsk(one), one]));
  return [null, ...asks.values()].flatMap((ask) => {
    const byCause = new Map(detectionsAt(state, ask).map((one) => [causeKey(one), one]));
    return [...byCause.values()].flatMap((detection) =>
      detection.fix.flatMap(({ changes }) => (changes ? [{ detection, ask, changes }] : [])),
    );
  });
}

/** The objects as they would be applied: those of the bundle with the edits made, or new ones. */
function edited(objects: readonly KubeObject[], { object, edits }: SuggestedChange): unknown {
  const kind = apiKindOf(object);
  const group = kindSpec(object.kind)?.group ?? '';
  const known = objects.find(
    (one) =>
      one.kind === kind &&
      (one.apiVersion.includes('/') ? one.apiVersion.split('/')[0] : '') === group &&
      one.metadata.name === object.name &&
      (one.metadata.namespace ?? '') === object.namespace,
  );
  const [first] = edits;
  if (first?.path.length === 0) {
    expect(known, `${refId(object)} is to be made and is not there`).toBeUndefined();
    return first.after;
  }
  expect(known, `${refId(object)} is to be changed and is there`).toBeDefined();
  return edits.reduce<unknown>((copy, edit) => withEdit(copy, edit), structuredClone(known));
}

function withEdit(copy: unknown, { path, before, after }: Edit): unknown {
  let at = copy as Record<string | number, unknown>;
  path.slice(0, -1).forEach((step, i) => {
    at[step] ??= path[i + 1] === '-' ? [] : {};
    at = at[step] as Record<string | number, unknown>;
  });
  const last = path.at(-1)!;
  if (last === '-') {
    expect(before).toBeNull();
    (at as unknown as unknown[]).push(after);
    return copy;
  }
  expect(at[last] ?? null, `before at ${path.join('.')}`).toEqual(before);
  if (after === null) delete at[last];
  else at[last] = after;
  return copy;
}

const confirmed = new Set<string>();

const suggesting = scenarios.flatMap((scenario) => {
  const bundle = scenario.bundle();
  const state = stateOf(bundle);
  const suggestions = suggestionsOf(scenario, state);
  return suggestions.length > 0 ? [{ id: scenario.id, bundle, state, suggestions }] : [];
});

describe.each(suggesting)('$id', ({ bundle, state, suggestions }) => {
  it.each(suggestions.map((one) => [`${causeKey(one.detection)} ${one.ask ? formatAsk(one.ask) : ''}`, one] as const))(
    '%s is gone',
    (_name, { detection, ask, changes }) => {
      const text = changes.map((change) => JSON.stringify(edited(bundle.objects, change))).join('\n---\n');
      const { objects, problems } = readChange([{ path: 'change.yaml', text }]);
      expect(problems).toEqual([]);
      const after = applyChange(state, { objects, without: [] }).state;
      expect(detectionsAt(after, ask).map(causeKey)).not.toContain(causeKey(detection));
      confirmed.add(detection.check);
    },
  );

  it.each(suggestions.flatMap(({ changes }) => changes.map((one) => [refId(one.object), one] as const)))(
    'the diff of %s reads as YAML without the lines that go, and holds those that come',
    (_name, change) => {
      const kept = diffOf([change]).filter((line) => !line.startsWith('-'));
      const object = parse(kept.map((line) => line.slice(1)).join('\n')) as KubeObject;
      expect([object.kind, object.metadata.name]).toEqual([apiKindOf(change.object), change.object.name]);
      for (const { after, path } of change.edits)
        if (after !== null && path.length > 0) expect(JSON.stringify(object)).toContain(JSON.stringify(after));
    },
  );
});

const apiKindOf = ({ kind }: Ref): string => kindSpec(kind)?.apiKind ?? kind;

describe('all checks that suggest a change', () => {
  const folder = new URL('../checks/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\/[a-z0-9-]+\.ts$/.test(name),
  );
  const checks = files.filter((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return /: Check = \{/.test(text) && /(?:change|admit-port|admit-caller|network-policy-finding)\.ts'/.test(text);
  });

  it.each(checks.map((name) => name.replace(/^.*\/|\.ts$/g, '')))('%s does so in a scenario', (id) => {
    expect([...confirmed]).toContain(id);
  });
});
