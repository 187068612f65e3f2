/** The tiers of a live cluster with what only who asks knows: what asking costs, and what would turn on the next. */
import { reportTiers, type SourceStatus, type TierReport } from '@hopscope/core';
import { COST_WINDOW_MS, type Costs } from './costs.ts';
import { type RbacSubject, renderTierRole } from './tiers.ts';

export interface TierFacts {
  /** the highest tier that is asked for */
  highest: number;
  costs: Costs;
  /** who asks, so whom a rule must name */
  subject: RbacSubject;
}

/** One report for each tier. `now` in ms since 1970. */
export function liveTiers(statuses: readonly SourceStatus[], facts: TierFacts, now: number): TierReport[] {
  return reportTiers(statuses, now).map((report) => ({
    ...report,
    cost: report.tier === 0 || report.tier > facts.highest ? null : costOf(facts.costs, report.tier, now),
    rule: ruleFor(statuses, report.tier, facts.subject),
  }));
}

function costOf(costs: Costs, tier: number, now: number): TierReport['cost'] {
  const { requests, bytes, cpuMs } = costs.of(tier, now);
  return { seconds: COST_WINDOW_MS / 1000, requests, bytes, cpuMs: Math.round(cpuMs) };
}

/** A Role for each namespace in which it is refused. */
function ruleFor(statuses: readonly SourceStatus[], tier: number, subject: RbacSubject): string {
  const refused = statuses.filter((status) => status.tier === tier && status.state === 'forbidden');
  const namespaces = new Set(refused.flatMap(({ permission }) => permission?.namespace ?? []));
  return [...namespaces]
    .sort()
    .map((namespace) => renderTierRole(tier, namespace, subject))
    .filter((rule) => rule !== '')
    .join('---\n');
}
