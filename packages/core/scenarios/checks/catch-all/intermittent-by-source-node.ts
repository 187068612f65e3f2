import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const counted = (inside: Mesh, node: string, failed: number, well: number): Mesh =>
  inside.says(
    'ztunnel-metrics',
    `istio-system/ztunnel@${node}`,
    ...countLines({ reporter: 'source', from: CLIENT, to: 'shop/server', failed, well }),
  );

const spread = (): Mesh => pair({}, { replicas: 2, nodes: ['node-1', 'node-3'] });

export const intermittentBySourceNode: readonly Scenario[] = firesAndNear(
  'intermittent-by-source-node',
  {
    title: 'Callers on one of two nodes fail often',
    mesh: () => counted(counted(spread(), 'node-1', 80, 40), 'node-3', 0, 150),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'intermittent-by-source-node', blame: 'istio' },
      },
    ],
  },
  {
    title: 'All callers are on that node',
    mesh: () => counted(pair(), 'node-1', 80, 40),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
