import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** What the node controller does to every pod of a lost node. */
function loseNode(node: string, since: number): Mesh {
  const lost = pair().node(node, { ready: false, since });
  for (const workload of lost.spec.workloads) workload.faults.push({ state: 'unready', since, on: [node] });
  return lost;
}

export const nodeNotReady: readonly Scenario[] = firesAndNear(
  'node-not-ready',
  {
    title: 'The callee’s node stopped answering',
    mesh: () => loseNode('node-2', LONG),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['configuration', 'application'] } }],
  },
  {
    title: 'The node missed a heartbeat ten seconds ago',
    mesh: () => pair().node('node-2', { ready: false, since: 10 }),
  },
);
