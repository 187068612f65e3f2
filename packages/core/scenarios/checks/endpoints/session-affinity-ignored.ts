import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const withAffinity = (replicas: number): Mesh =>
  pair({ replicas, nodes: ['node-2', 'node-3'] }).edit('Service', (object: KubeObject) => {
    if (object.metadata.name === 'server') Object.assign(object['spec'] as object, { sessionAffinity: 'ClientIP' });
  });

export const sessionAffinityIgnored: readonly Scenario[] = firesAndNear(
  'session-affinity-ignored',
  {
    title: 'A Service of two pods asks that callers stay with one',
    mesh: () => withAffinity(2),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'A Service of one pod asks for it',
    mesh: () => withAffinity(1),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
