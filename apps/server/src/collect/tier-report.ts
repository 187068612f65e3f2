/** What is said of each tier: whether it is on, why not, how fresh, what it cost, and what would turn it on. */
import type { SourceStatus } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import { COST_WINDOW_MS, type Costs } from './costs.ts';
import { type RbacSubject, renderTierRole, TIERS } from './tiers.ts';

const nullable = <T extends ReturnType<typeof Type.Integer>>(schema: T) => Type.Union([schema, Type.Null()]);

export const TierReport = Type.Object({
  tier: Type.Integer(),
  name: Type.String(),
  gives: Type.String({ description: 'what is not known without it' }),
  state: Type.Enum(['on', 'partly', 'off'], { description: 'partly: some of what could be read is not' }),
  why: Type.String({ description: 'why it is off or partly on, in one sentence; empty when it is on' }),
  sources: Type.Integer({ description: 'how many could be read: kinds, or signals of pods' }),
  answered: Type.Integer({ description: 'how many of them were' }),
  newestSeconds: nullable(Type.Integer({ description: 'the age of the newest answer' })),
  oldestSeconds: nullable(Type.Integer({ description: 'the age of the oldest answer that counts' })),
  unknown: Type.Integer({ description: 'keys and lines of the newest answers that this version does not know' }),
  cost: Type.Union(
    [
      Type.Object({
        seconds: Type.Integer({ description: 'over how long' }),
        requests: Type.Integer(),
        bytes: Type.Integer(),
        cpuMs: Type.Integer(),
      }),
      Type.Null(),
    ],
    { description: 'what asking cost in the last minutes; null where nothing is asked' },
  ),
  rule: Type.String({ description: 'YAML to apply that turns on what is refused; empty where none would help' }),
});
export type TierReport = Static<typeof TierReport>;

/** What only a live cluster knows of its tiers. */
export interface TierFacts {
  highest: number;
  costs: Costs;
  /** who asks, so whom a rule must name */
  subject: RbacSubject;
}

/** One report for each tier. `facts` is null for what was read once: a bundle, the demo. `now` in ms since 1970. */
export function reportTiers(statuses: readonly SourceStatus[], facts: TierFacts | null, now: number): TierReport[] {
  return TIERS.map(({ tier, name, gives }) => {
    const own = statuses.filter((status) => status.tier === tier && status.state !== 'unserved');
    const answered = own.filter(({ state }) => state === 'ok');
    const ages = answered.flatMap(({ at }) =>
      at === null ? [] : [Math.max(0, Math.round((now - Date.parse(at)) / 1000))],
    );
    const unknown = answered.reduce((sum, { unknownKeys = 0 }) => sum + unknownKeys, 0);
    return {
      tier,
      name,
      gives,
      ...stateOf(own, answered.length),
      sources: own.length,
      answered: answered.length,
      newestSeconds: ages.length === 0 ? null : Math.min(...ages),
      oldestSeconds: ages.length === 0 ? null : Math.max(...ages),
      unknown,
      cost: facts === null || tier === 0 || tier > facts.highest ? null : costOf(facts.costs, tier, now),
      rule: facts === null ? '' : ruleFor(own, tier, facts.subject),
    };
  });
}

function costOf(costs: Costs, tier: number, now: number): TierReport['cost'] {
  const { requests, bytes, cpuMs } = costs.of(tier, now);
  return { seconds: COST_WINDOW_MS / 1000, requests, bytes, cpuMs: Math.round(cpuMs) };
}

function stateOf(own: readonly SourceStatus[], answered: number): Pick<TierReport, 'state' | 'why'> {
  if (own.length > 0 && answered === own.length) return { state: 'on', why: '' };
  const state = answered === 0 ? 'off' : 'partly';
  const count = (wanted: SourceStatus['state']): number => own.filter((status) => status.state === wanted).length;
  const refused = own.filter((status) => status.state === 'forbidden');
  if (refused.length > 0) return { state, why: refusalOf(refused, own.length) };
  if (count('syncing') > 0)
    return { state, why: `${count('syncing')} of ${own.length} are being read for the first time.` };
  if (count('failed') + count('stale') > 0) {
    const [first] = own.filter((status) => status.state === 'failed' || status.state === 'stale');
    const [failed, stale] = [count('failed'), count('stale')];
    return {
      state,
      why: `${failed} of ${own.length} did not answer, ${stale} answered too long ago; ${first!.source} of ${first!.scope ?? 'the mesh'}: ${first!.message}`,
    };
  }
  return { state, why: own.find(({ message }) => message !== '')?.message ?? 'Nothing of it was read.' };
}

function refusalOf(refused: readonly SourceStatus[], of: number): string {
  const { permission } = refused[0]!;
  const namespaces = [...new Set(refused.map(({ permission: missing }) => missing?.namespace ?? null))];
  const where = namespaces.includes(null)
    ? ''
    : ` in ${namespaces.slice(0, 3).join(', ')}${namespaces.length > 3 ? ' and more' : ''}`;
  const needs =
    permission === null ? '' : `: the permission to ${permission.verb} ${permission.resource}${where} is missing`;
  return `${refused.length} of ${of} may not be read${needs}.`;
}

/** A Role for each namespace in which it is refused. */
function ruleFor(own: readonly SourceStatus[], tier: number, subject: RbacSubject): string {
  const refused = own.flatMap(({ state, permission }) => (state === 'forbidden' && permission?.namespace) || []);
  return [...new Set(refused)]
    .sort()
    .map((namespace) => renderTierRole(tier, namespace, subject))
    .join('---\n');
}
