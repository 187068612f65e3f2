import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER } from '../pair.ts';

export const waypointDeploymentNotCreated: readonly Scenario[] = firesAndNear(
  'waypoint-deployment-not-created',
  {
    title: 'The Gateway is labelled for a control plane that does not run',
    mesh: () =>
      pair({ waypoint: 'waypoint' }).object({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: {
          namespace: 'shop',
          name: 'waypoint',
          labels: { 'istio.io/rev': 'canary' },
          creationTimestamp: '2026-01-01T00:00:00Z',
        },
        spec: {
          gatewayClassName: 'istio-waypoint',
          listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
        },
        status: { conditions: [{ type: 'Accepted', status: 'Unknown', reason: 'Pending' }] },
      }),
    asks: [expectFlows(CLIENT, SERVER, null)],
    silent: ['waypoint-not-found', 'waypoint-no-pods'],
  },
  {
    title: 'The Deployment is there, and its pods do not start',
    mesh: () => guarded({ state: 'never-ready', since: 600 }),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
);
