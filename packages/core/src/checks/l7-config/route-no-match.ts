import type { RouteTaken } from '../../mesh/route/route-decision.ts';
import type { WalkTrace } from '../../path/facts.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { lookAt, routeStopOf } from './route-stop.ts';

/** Catalogue 103 (R2, R4): rules exist, and none is about the request. */
export const routeNoMatch: Check = {
  id: 'route-no-match',
  number: 103,
  stage: 'l7-config',
  title: 'No routing rule matches the request',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['HTTPRoute', 'Gateway', 'Service'],
  uses: ['GRPCRoute', 'VirtualService', 'AuthorizationPolicy'],
  why: 'As soon as a Service or a host has rules, only requests that one of them is about are sent on; all others get 404.',
  notProof:
    'Only where the request was given and no rule can hold for it. A question without a request is answered for those that the rules are about.',
  cite: 'R2, R4, G1',
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    if (stop?.taken.outcome.kind !== 'no-match' && stop?.taken.outcome.kind !== 'elsewhere') return null;
    const asked = askedOf(trace);
    return {
      hop: stop.hop,
      subject: stop.taken.rule?.object ?? asked ?? stop.proxy,
      sentence: sentenceOf(stop.proxyWords, asked, stop.taken),
      evidence: [
        evaluation('R2', 'no rule holds for the request: answered with 404', 'a rule that matches', stop.proxy),
      ],
      objects: [stop.proxy],
      fix: [remedy('Add a rule for it, or one for everything else.', lookAt(stop.taken.rule?.object ?? null))],
    };
  },
};

const askedOf = ({ service }: WalkTrace): Ref | null => service && ref('Service', service.namespace, service.name);

function sentenceOf(proxy: string, asked: Ref | null, { outcome, rule }: RouteTaken): string {
  const target = asked ? `Service \`${nameOf(asked)}\`` : 'this host';
  if (outcome.kind === 'elsewhere')
    return `${proxy} sends this request to \`${outcome.to}\` and not to ${target}, by ${rule?.object.kind} \`${nameOf(rule!.object)}\`.`;
  return `No routing rule for ${target} matches this request: ${proxy} answers 404.`;
}
