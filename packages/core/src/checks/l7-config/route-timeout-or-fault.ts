import type { RoutingRule } from '../../mesh/route/route-rules.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { lookAt, ruleWords } from './route-stop.ts';

/** Catalogue 107: a rule is written to fail or delay requests. */
export const routeTimeoutOrFault: Check = {
  id: 'route-timeout-or-fault',
  number: 107,
  stage: 'l7-config',
  title: 'A fault rule ends or delays requests',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['VirtualService', 'Gateway', 'Service'],
  why: 'Fault injection answers a share of the requests with an error, or holds them back, whatever the Service does.',
  notProof: 'A time limit alone is no fault: it ends only requests that the application answers too late.',
  cite: 'R4',
  judge(_mesh, trace) {
    const found = faultOf(trace);
    if (!found) return null;
    const { rule, words } = found;
    const { abort, delay } = rule;
    const isTotal = abort !== null && abort.percent >= 100;
    const what = abort
      ? `answers ${portion(abort.percent)} with ${abort.status}`
      : `holds ${portion(delay!.percent)} back for ${delay!.duration}`;
    return {
      hop: found.hop,
      subject: rule.object,
      severity: isTotal ? 'broken' : 'degraded',
      sentence: `${words}, ${what}, by fault injection.`,
      evidence: [field(rule.object, 'http.fault', JSON.stringify(abort ?? delay), 'none')],
      fix: [remedy('Take the fault out of the rule.', lookAt(rule.object))],
    };
  },
};

const portion = (percent: number): string => (percent >= 100 ? 'every request' : `${percent} % of the requests`);

function faultOf(trace: WalkTrace): { rule: RoutingRule; words: string; hop: HopKind } | null {
  const { waypoint } = trace;
  const rule = waypoint?.route?.rule;
  if (!rule || waypoint.decision?.allowed === false || (!rule.abort && !rule.delay)) return null;
  return rule.abort?.percent === 0 || (!rule.abort && rule.delay?.percent === 0)
    ? null
    : { rule, words: ruleWords(rule), hop: 'waypoint' };
}
