/** Crying wolf: a mesh in which nothing is wrong has nothing that is broken or degraded, whatever checks there are. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../src/report/analyze.ts';
import { stateOf } from './asking.ts';
import type { Bundle } from './bundle.ts';
import { demoBundle } from './demo/story.ts';
import { healthy, healthyTier0 } from './healthy.ts';
import { mesh } from './mesh/mesh.ts';
import { seededChoices } from './random/choices.ts';
import { runObjects } from './random/run-objects.ts';

/** What is called broken or degraded, and what has just begun, each with its sentence. */
function wolves(bundle: Bundle): string[] {
  const { causes, symptoms, settling = [] } = analyze(stateOf(bundle));
  return [...causes, ...symptoms, ...settling]
    .filter(({ severity }) => severity !== 'latent')
    .map(({ check, sentence }) => `${check}: ${sentence}`);
}

/** A healthy mesh of some size and shape: waypoints, gateways, StatefulSets, callers and callees on any node. */
function someMesh(seed: number): Bundle {
  const choose = seededChoices(seed);
  const nodes = Array.from({ length: 2 + choose.int(3) }, (_, i) => `n${i}@zone-${'abc'[i % 3]}`);
  const declared = mesh({ nodes, traffic: seed % 2 === 0 }).namespace('edge');
  const services: string[] = [];
  for (let space = 0; space < 2 + choose.int(3); space++) {
    const namespace = `space-${space}`;
    const guarded = choose.int(2) === 0;
    declared.namespace(namespace, { ambient: true, ...(guarded ? { waypoint: 'waypoint' } : {}) });
    if (guarded) declared.waypoint(`${namespace}/waypoint`, { replicas: 2, budget: true });
    for (let app = 0; app < 1 + choose.int(3); app++) {
      const calls = services.filter(() => choose.int(3) === 0);
      declared.app(`${namespace}/app-${app}`, {
        kind: choose.int(3) === 0 ? 'StatefulSet' : 'Deployment',
        replicas: 1 + choose.int(3),
        calls,
      });
      services.push(`${namespace}/app-${app}:80`);
    }
  }
  declared.gateway('edge/public', { replicas: 2, routes: [{ host: 'shop.example', to: services[0]! }] });
  return declared.bundle();
}

describe('nothing is broken or degraded', () => {
  it('where everything is well', () => {
    expect(wolves(healthy.bundle())).toEqual([]);
    expect(wolves(healthyTier0.bundle())).toEqual([]);
  });

  it.each(['rest', 'healed'] as const)('in the demo: %s', (chapter) => {
    for (const second of [0, 30, 600]) expect(wolves(demoBundle(chapter, '2026-11-20T10:00:00Z', second))).toEqual([]);
  });

  it.each(['waypoint', 'ztunnel', 'network-policy', 'identity', 'rollout'] as const)(
    'but the one reason of the chapter: %s',
    (chapter) => {
      const { causes } = analyze(stateOf(demoBundle(chapter, '2026-11-20T10:00:00Z', 10)));
      expect(causes.map(({ check, severity }) => `${severity} ${check}`)).toEqual([expect.stringMatching(/^broken /)]);
    },
  );

  it('in a cluster on which the random meshes are put', () => {
    expect(wolves(runObjects([]))).toEqual([]);
  });

  it.each(Array.from({ length: 20 }, (_, seed) => [seed + 1] as const))('in healthy mesh %i', (seed) => {
    expect(wolves(someMesh(seed))).toEqual([]);
  });
});
