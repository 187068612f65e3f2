import { shiftTime } from '../../mesh/clock.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { TAKEN_AT } from '../../mesh/start-spec.ts';
import { editSync } from '../../mesh/touches.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, LONG, SERVER, WAYPOINT } from '../pair.ts';

const LISTENER = 'type.googleapis.com/envoy.config.listener.v3.Listener';

/** The waypoint has not taken the listener that was sent to it so many seconds ago. */
const sent = (ago: number, lastError?: string): Mesh =>
  editSync(guarded(), (entry) => {
    if (entry['proxy_type'] !== 'waypoint') return;
    const listener = { sent: 'new', acked: 'old', sentTime: shiftTime(TAKEN_AT, -ago) };
    const resources = entry['resources'] as Record<string, unknown>;
    Object.assign(entry, { listener_sent: 'new', listener_acked: 'old' });
    resources[LISTENER] = lastError === undefined ? listener : { ...listener, lastError };
  });

export const xdsRejected: readonly Scenario[] = [
  ...firesAndNear(
    'xds-rejected',
    {
      title: 'The waypoint refuses its new configuration and goes on with the old',
      mesh: () => sent(LONG, 'Error adding/updating listener(s) main_internal: no such filter factory'),
      asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    },
    {
      title: 'It was sent a moment ago',
      mesh: () => sent(5),
      asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'xds-unanswered',
    title: 'The waypoint has not answered for minutes',
    bundle: () => sent(LONG).bundle(),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    fires: ['xds-rejected'],
  },
];
