import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** Six pods that prefer callers of their own zone; the callers are all in the first one. */
const preferring = (nodes: readonly string[]): Mesh =>
  pair({ replicas: 6, nodes }, { replicas: 3 }).edit('Service', (object) => {
    if (object.metadata.name === 'server')
      Object.assign(object['spec'] as object, { trafficDistribution: 'PreferClose' });
  });

const elsewhere = ['node-2', 'node-3', 'node-2', 'node-3', 'node-2'];

export const trafficDistributionSkew: readonly Scenario[] = firesAndNear(
  'traffic-distribution-skew',
  {
    title: 'All callers stand beside one of six pods',
    mesh: () => preferring(['node-1', ...elsewhere]),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The callers stand beside half of the pods',
    mesh: () => preferring(['node-1', 'node-2']),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
