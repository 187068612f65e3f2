import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, fromPrincipals, guarded, SERVER, WAYPOINT } from '../pair.ts';

const CLASS = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' };

/** A class of waypoints beside Istio's own, made by the same controller. */
const ofClass = (name: string): Mesh =>
  guarded({ className: name }).object({
    ...CLASS,
    metadata: { name },
    spec: { controllerName: 'istio.io/mesh-controller' },
    status: { conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted', message: '' }] },
  });

const forClass = (name: string): Record<string, unknown> => ({
  targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name }],
  action: 'DENY',
  rules: [fromPrincipals('cluster.local/ns/web/sa/other')],
});

export const targetrefGatewayclassNotEnforced: readonly Scenario[] = firesAndNear(
  'targetref-gatewayclass-not-enforced',
  {
    title: 'A policy for every waypoint of a class of our own',
    mesh: () => ofClass('large-waypoint').authorizationPolicy('istio-system/all', forClass('large-waypoint')),
    asks: [
      { from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], waypoint: WAYPOINT } },
      expectFlows(CLIENT, SERVER),
    ],
  },
  {
    title: 'A policy for every waypoint of the class that is honoured',
    mesh: () => guarded().authorizationPolicy('istio-system/all', forClass('istio-waypoint')),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
