import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const listenTo =
  (port: number, protocol: string, annotations: Record<string, string> = {}) =>
  (gateway: KubeObject) => {
    if (gateway.metadata.name !== 'waypoint') return;
    const spec = gateway['spec'] as { listeners: { port: number; protocol: string }[] };
    for (const listener of spec.listeners) Object.assign(listener, { port, protocol });
    Object.assign(gateway.metadata, { annotations });
  };

export const waypointListenerInvalid: readonly Scenario[] = firesAndNear(
  'waypoint-listener-invalid',
  {
    title: 'A waypoint that listens for HTTP never came up',
    mesh: () => guarded({ state: 'never-ready', since: 600 }).edit('Gateway', listenTo(1234, 'HTTP')),
    asks: [expectFlows(CLIENT, SERVER, null)],
    silent: ['waypoint-not-found'],
  },
  {
    title: 'A waypoint that takes PROXY on another port, as its annotation says',
    mesh: () =>
      guarded().edit(
        'Gateway',
        listenTo(15088, 'istio.io/PROXY', { 'ambient.istio.io/waypoint-inbound-binding': 'PROXY/15088' }),
      ),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
