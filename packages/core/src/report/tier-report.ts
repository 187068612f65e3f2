/** What was read of each tier of evidence, how fresh it is, and what is missing, for a person. */
import { type Static, Type } from 'typebox';
import type { SourceStatus } from '../state/source-status.ts';

const nullable = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description });

export const TierReport = Type.Object({
  tier: Type.Integer(),
  name: Type.String(),
  gives: Type.String({ description: 'what is not known without it' }),
  state: Type.Enum(['on', 'partly', 'off'], { description: 'partly: some of what could be read is not' }),
  why: Type.String({ description: 'why it is off or partly on, in one sentence; empty when it is on' }),
  sources: Type.Integer({ description: 'how many could be read: kinds, or signals of pods' }),
  answered: Type.Integer({ description: 'how many of them were' }),
  newestSeconds: nullable('the age of the newest answer'),
  oldestSeconds: nullable('the age of the oldest answer that counts'),
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

/** The tiers of the contract, in their order. */
export const TIER_WORDS: readonly Pick<TierReport, 'tier' | 'name' | 'gives'>[] = [
  { tier: 0, name: 'Kubernetes objects', gives: 'what is configured, and what Kubernetes says of pods and nodes' },
  {
    tier: 1,
    name: 'Readiness and metrics',
    gives: 'whether ztunnel, istio-cni and istiod call themselves ready, and what they, waypoints and gateways count',
  },
  { tier: 2, name: 'Dumps', gives: 'what each ztunnel, waypoint and istiod really knows at this moment' },
  { tier: 3, name: 'Logs', gives: 'failures that nothing counts, and why they happened' },
  { tier: 4, name: 'Prometheus', gives: 'traffic over any time that has passed' },
];

/** One report for each tier, by what is said of its sources; without costs and rules, which only who asks knows. `now` in ms. */
export function reportTiers(statuses: readonly SourceStatus[], now: number): TierReport[] {
  return TIER_WORDS.map((words) => {
    // What is not served, or has no pod, is not there to be read.
    const own = statuses.filter(({ tier, state }) => tier === words.tier && state !== 'unserved');
    const answered = own.filter(({ state }) => state === 'ok');
    const ages = answered.flatMap(({ at }) =>
      at === null ? [] : [Math.max(0, Math.round((now - Date.parse(at)) / 1000))],
    );
    return {
      ...words,
      ...stateOf(own, answered.length),
      sources: own.length,
      answered: answered.length,
      newestSeconds: ages.length === 0 ? null : ages.reduce((a, b) => Math.min(a, b)),
      oldestSeconds: ages.length === 0 ? null : ages.reduce((a, b) => Math.max(a, b)),
      unknown: answered.reduce((sum, { unknownKeys = 0 }) => sum + unknownKeys, 0),
      cost: null,
      rule: '',
    };
  });
}

function stateOf(own: readonly SourceStatus[], answered: number): Pick<TierReport, 'state' | 'why'> {
  if (own.length > 0 && answered === own.length) return { state: 'on', why: '' };
  const state = answered === 0 ? 'off' : 'partly';
  const refused = own.filter((status) => status.state === 'forbidden');
  if (refused.length > 0) return { state, why: refusalOf(refused, own.length) };
  const silent = own.filter((status) => status.state === 'failed' || status.state === 'stale');
  if (silent.length > 0) return { state, why: silenceOf(silent, own.length) };
  const waiting = own.filter((status) => status.state === 'syncing').length;
  if (waiting > 0) return { state, why: `${waiting} of ${own.length} are being read for the first time.` };
  const message = own.find((status) => status.message !== '')?.message ?? '';
  return { state, why: message === '' ? 'Nothing of it was read.' : asSentence(message) };
}

function refusalOf(refused: readonly SourceStatus[], of: number): string {
  const [{ permission }] = refused as [SourceStatus];
  const missing =
    permission && `: the permission to ${permission.verb} ${permission.resource}${placesOf(refused)} is missing`;
  return `${refused.length} of ${of} may not be read${missing ?? ''}.`;
}

const MOST_PLACES = 3;

function placesOf(refused: readonly SourceStatus[]): string {
  const places = [...new Set(refused.map(({ permission }) => permission?.namespace ?? ''))];
  if (places.includes('')) return '';
  return ` in ${places.slice(0, MOST_PLACES).join(', ')}${places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : ''}`;
}

function silenceOf(silent: readonly SourceStatus[], of: number): string {
  const [{ source, scope, message }] = silent as [SourceStatus];
  return `${silent.length} of ${of} did not answer, for example ${source}${scope === null ? '' : ` of ${scope}`}: ${asSentence(message || 'nobody knows why')}`;
}

const asSentence = (text: string): string =>
  `${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
