import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import type { Bundle } from '../../scenarios/bundle.ts';
import { mesh } from '../../scenarios/mesh/mesh.ts';
import { randomMesh } from '../../scenarios/random/random-mesh.ts';
import { pod, smallMesh } from '../mesh/small-mesh.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { possibleCallers } from './callers.ts';
import { whoCanReach } from './reach.ts';
import { groupAnswers } from './reach-groups.ts';

/** Objects as somebody would apply them, on a cluster where Istio runs; pods are given what a cluster would give them. */
function stateWith(seed: number): MeshState {
  const base = mesh().namespace('calm', { ambient: true }).app('calm/a').app('calm/b').bundle();
  let next = 10;
  const made = randomMesh(seed, { objects: 60 }).map((object) => {
    if (object.kind !== 'Pod') return object;
    next += 1;
    const ip = `10.9.${seed}.${next}`;
    const ready = [{ type: 'Ready', status: 'True' }];
    return { ...object, status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: ready } };
  });
  return stateOf({ ...base, objects: [...base.objects, ...made] } as Bundle);
}

describe('annotations of callers', () => {
  const key = 'ambient.istio.io/bypass-inbound-capture';
  const two = { 'ambient.istio.io/a': 'x', [key]: 'true' };
  const classesOf = (...each: Record<string, string>[]) => {
    const pods = each.map((annotations, i) => pod(`shop/${i}`, { annotations }));
    const callers = possibleCallers(smallMesh({ pods })).filter(({ end }) => end.kind === 'workload');
    expect(callers).toHaveLength(each.length);
    return new Set(callers.map((caller) => caller.class)).size;
  };

  it('make one class of those that have the same', () => {
    expect(classesOf(two, { ...two })).toBe(1);
  });

  it.each([`x\n${key}\ntrue`, `x\n${key}\n4 true`])('are not taken for several where one has lines: %j', (value) => {
    expect(classesOf(two, { 'ambient.istio.io/a': value })).toBe(2);
  });
});

describe.each([1, 2, 3, 4, 5, 6])('a random mesh, seed %i', (seed) => {
  it('is the same asked for all callers at once and for each alone', () => {
    const state = stateWith(seed);
    const callers = possibleCallers(meshOf(state));
    const targets = state.services.filter(({ ports }) => ports.length > 0).slice(0, 12);
    expect(callers.length).toBeGreaterThan(6);
    for (const { namespace, name, ports } of targets) {
      const to = { kind: 'service' as const, namespace, name, port: ports[0]!.port };
      const said = new Map(
        whoCanReach(state, to).groups.flatMap(({ ends, ...group }) => ends.map((end) => [end.text, group] as const)),
      );
      for (const { from, end } of callers) {
        const judgement = judgePath(meshOf(state), { from, to, http: null });
        const { ends: _ends, ...alone } = groupAnswers([{ ends: [end], judgement }])[0]!;
        expect(said.get(end.text), `${end.text} -> ${namespace}/${name}`).toEqual(alone);
      }
    }
  });
});
