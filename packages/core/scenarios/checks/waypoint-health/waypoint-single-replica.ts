import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const AUTOSCALER: KubeObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'waypoint', namespace: 'shop' },
  spec: {
    minReplicas: 1,
    maxReplicas: 5,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'waypoint' },
  },
  status: { currentReplicas: 1, desiredReplicas: 1 },
};

export const waypointSingleReplica: readonly Scenario[] = firesAndNear(
  'waypoint-single-replica',
  {
    title: 'A single pod carries all',
    mesh: () => guarded({ replicas: 1 }),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'A single pod now, and an autoscaler beside it',
    mesh: () => guarded({ replicas: 1 }).object(AUTOSCALER),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
