import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** Counters of both nodes: what broke there and back, and what went well with a third node. */
function counted(there: number, back: number): Mesh {
  const at = (node: string) => `istio-system/ztunnel@${node}`;
  const from = (caller: string, to: string, failed: number, well: number) =>
    countLines({ reporter: 'source', from: caller, to, failed, well, bytes: 9000 });
  return pair()
    .app('shop/other', { nodes: ['node-3'] })
    .says(
      'ztunnel-metrics',
      at('node-1'),
      ...from(CLIENT, 'shop/server', there, 20),
      ...from(CLIENT, 'shop/other', 0, 60),
    )
    .says(
      'ztunnel-metrics',
      at('node-2'),
      ...from('shop/server', CLIENT, back, 20),
      ...from('shop/server', 'shop/other', 0, 60),
    );
}

export const overlayOrMtuProblem: readonly Scenario[] = firesAndNear(
  'overlay-or-mtu-problem',
  {
    title: 'Half of what goes between two nodes breaks, there and back',
    mesh: () => counted(22, 18),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: { verdict: ['degraded'], cause: 'overlay-or-mtu-problem', blame: 'kubernetes' },
      },
    ],
  },
  {
    title: 'It breaks in one direction only',
    mesh: () => counted(22, 0),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
