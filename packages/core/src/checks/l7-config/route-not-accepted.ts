import { ingressGateways, isIstioGateway } from '../../mesh/gateway/gateway.ts';
import type { Refusal } from '../../mesh/gateway/gateway-attachment.ts';
import { routingOfGateway } from '../../mesh/gateway/gateway-routes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, remedy } from '../evidence.ts';
import { lookAt, routeStopOf } from './route-stop.ts';

/** Catalogue 101 (G1, ST5): a route that no listener takes. */
export const routeNotAccepted: Check = {
  id: 'route-not-accepted',
  number: 101,
  stage: 'l7-config',
  title: 'A route is not attached to its gateway',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['HTTPRoute', 'Gateway', 'GatewayClass'],
  uses: [
    'GRPCRoute',
    'TCPRoute',
    'TLSRoute',
    'Namespace',
    'Service',
    'ReferenceGrant',
    'ServiceEntry',
    'AuthorizationPolicy',
  ],
  explains: ['gateway-route-not-attached'],
  why: 'A listener takes a route only from the namespaces, of the kinds and for the host names it allows. A route that none takes sends nothing anywhere.',
  notProof: 'Gateways of other vendors; a route that is taken by another of its parents loses only this one.',
  cite: 'G1, ST5; analyze IST0171, Kiali KIA1401',
  detect: (mesh) =>
    ingressGateways(mesh)
      .filter((gateway) => isIstioGateway(mesh, gateway))
      .flatMap((gateway) => {
        const { attached, refused } = routingOfGateway(mesh, gateway);
        const isElsewhere = ({ route }: Refusal): boolean => attached.some((entry) => entry.route === route);
        const proxy = ref('Gateway', gateway.namespace, gateway.name);
        return refused.map((refusal) => ({
          ...finding(refusal, proxy),
          severity: isElsewhere(refusal) ? ('degraded' as const) : ('broken' as const),
        }));
      }),
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    const outcome = stop?.taken.outcome;
    return stop && outcome?.kind === 'no-route' && outcome.refused ? finding(outcome.refused, stop.proxy) : null;
  },
};

const REASONS: Readonly<Record<Refusal['reason'], string>> = {
  NoMatchingParent: 'it names a listener or port that is not there',
  NotAllowedByListeners: 'no listener takes this kind of route from its namespace',
  NoMatchingListenerHostname: 'no listener has a host name in common with it',
  Refused: 'its controller refuses it',
};

function finding({ route, parent, reason, condition }: Refusal, proxy: Ref): Found {
  const subject = ref(route.kind, route.namespace, route.name);
  const place = parent.sectionName === '' ? '' : `, listener \`${parent.sectionName}\``;
  return {
    subject,
    sentence: `${route.kind} \`${nameOf(route)}\` is not attached to gateway \`${nameOf(proxy)}\`${place}: ${REASONS[reason]}.`,
    evidence: [
      evaluation('ST5', reason, 'a listener that takes it', subject),
      ...(condition ? [conditionEvidence(subject, condition)] : []),
    ],
    objects: [proxy],
    fix: [remedy('Bring parentRefs, host names and the allowedRoutes of the listener together.', lookAt(subject))],
  };
}
