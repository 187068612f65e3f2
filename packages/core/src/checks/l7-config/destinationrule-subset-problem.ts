import { nameOf, type Ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { lookAt, routeStopOf, ruleWords } from './route-stop.ts';

/** Catalogue 105 (R5): a rule sends to a subset that is not defined, or that no pod belongs to. */
export const destinationruleSubsetProblem: Check = {
  id: 'destinationrule-subset-problem',
  number: 105,
  stage: 'l7-config',
  title: 'A rule sends to a subset that does not exist',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint', 'upstream-link'],
  tier: 0,
  needs: ['VirtualService', 'DestinationRule', 'Gateway', 'Service'],
  uses: ['Pod', 'EndpointSlice', 'HTTPRoute', 'AuthorizationPolicy'],
  explains: ['endpoints-not-ready'],
  why: 'A VirtualService names a part of a Service by its subset. Where no DestinationRule defines it, or no pod has its labels, there is nobody to send to.',
  notProof: 'A DestinationRule is looked for in the namespace of the proxy, then of the Service, then of the mesh.',
  cite: 'R5',
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    const outcome = stop?.taken.outcome;
    if (stop?.taken.rule && outcome?.kind === 'broken' && outcome.target.because === 'subset-missing')
      return {
        hop: stop.hop,
        ...finding(stop.taken.rule.object, `${ruleWords(stop.taken.rule)}, points to ${outcome.target.why}.`),
      };
    const taken = trace.waypoint?.route;
    const target = taken?.outcome.kind === 'forward' ? taken.outcome.target : null;
    if (!taken?.rule || target?.kind !== 'service' || !target.subset || trace.choice?.endpoints.length !== 0)
      return null;
    const whose = `subset \`${target.subset.name}\` of \`${nameOf(target.service)}\``;
    return {
      hop: 'upstream-link',
      ...finding(taken.rule.object, `${ruleWords(taken.rule)}, sends to ${whose}, and no ready pod has its labels.`),
    };
  },
};

function finding(subject: Ref, sentence: string) {
  return {
    subject,
    sentence,
    evidence: [evaluation('R5', 'no pod stands behind the subset', 'a subset with ready pods', subject)],
    fix: [
      remedy(
        'Define the subset with labels that pods have, or use a Service of its own for each version.',
        lookAt(subject),
      ),
    ],
  };
}
