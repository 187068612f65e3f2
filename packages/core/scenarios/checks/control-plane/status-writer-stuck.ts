import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const lastRenewed = (renewTime: string) => (lease: KubeObject) => {
  const spec = lease['spec'] as { holderIdentity: string; renewTime: string };
  Object.assign(spec, { holderIdentity: 'istiod-gone', renewTime });
};

export const statusWriterStuck: readonly Scenario[] = firesAndNear(
  'status-writer-stuck',
  {
    title: 'The istiod that wrote the conditions went hours ago, and nobody took over',
    mesh: () => guarded().edit('Lease', lastRenewed('2026-01-01T00:00:00Z')),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    silent: ['waypoint-never-ready'],
  },
  {
    title: 'The lease was renewed a moment ago',
    mesh: () => guarded(),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
