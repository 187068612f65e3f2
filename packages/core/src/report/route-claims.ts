/** What the rules of a gateway or waypoint do with the request, in words. */

import { forwardedRequest, type Location, locationOf } from '../mesh/route/route-change.ts';
import type { RouteTaken } from '../mesh/route/route-decision.ts';
import type { WalkTrace } from '../path/facts.ts';
import { nameOf } from '../state/refs.ts';
import type { HopCheck } from './path-result.ts';

/** One line for the rule that takes the request, and one for what hangs on it. */
export function routeClaims(taken: RouteTaken | null, proxy: string): HopCheck[] {
  if (!taken?.rule) return [];
  const { rule, outcome, when, leavesRest } = taken;
  const place = `${rule.object.kind} ${nameOf(rule.object)}, ${rule.name}`;
  const claims: HopCheck[] = [];
  if (outcome.kind === 'forward')
    claims.push(
      claim('pass', `Its rules send the request to ${targetWords(outcome.target)}.`, `${place}${weightWords(taken)}`),
    );
  if (outcome.kind === 'answer') claims.push(claim('pass', `${answerWords(proxy, taken)}.`, place));
  const arriving = changeWords(taken);
  if (arriving !== '') claims.push(claim('note', `It arrives there as ${arriving}.`, place));
  if (when !== '')
    claims.push(
      claim(
        'note',
        `This holds for requests with ${when}; the request was not given.`,
        'ask with method, path and headers',
      ),
    );
  if (leavesRest && outcome.kind !== 'no-match')
    claims.push(claim('note', 'Requests that none of the rules is about are answered with 404.', place));
  if (rule.retries !== null)
    claims.push(claim('note', `A failed request is tried again ${rule.retries} times.`, place));
  return claims;
}

function claim(result: 'pass' | 'note', sentence: string, proof: string): HopCheck {
  return { code: 'R2', result, sentence, proof, detection: null };
}

type Target = Extract<RouteTaken['outcome'], { kind: 'forward' }>['target'];

function targetWords(target: Target): string {
  if (target.kind === 'service-entry') return `${target.host}:${target.port}`;
  const subset = target.subset ? `, subset ${target.subset.name}` : '';
  return `${nameOf(target.service)}:${target.port}${subset}`;
}

/** The share of the rule's own backends. */
function weightWords({ rule, outcome }: RouteTaken): string {
  if (outcome.kind !== 'forward' || !rule || rule.backends.length < 2) return '';
  const total = rule.backends.reduce((sum, backend) => sum + backend.weight, 0);
  return `, weight ${outcome.backend.weight} of ${total}`;
}

/** What a proxy answers by itself where a trace ends at it well; '' for every other trace. */
export function wordsOfAnswer({ endsAt, waypoint, gatewayRoute, caller }: WalkTrace): string {
  const taken = endsAt === 'waypoint' ? waypoint?.route : endsAt === 'gateway' ? gatewayRoute : null;
  const proxy = endsAt === 'waypoint' ? waypoint?.gateway : caller.gateway;
  return taken?.outcome.kind === 'answer' && proxy ? answerWords(`${endsAt} ${nameOf(proxy)}`, taken) : '';
}

function answerWords(proxy: string, taken: RouteTaken): string {
  const answer = taken.outcome.kind === 'answer' ? taken.outcome.answer : null;
  if (answer?.kind === 'respond') return `${proxy} answers by itself with status ${answer.status}`;
  return answer ? `${proxy} redirects it (${answer.status}) to ${locationWords(locationOf(taken, answer))}` : '';
}

function locationWords({ scheme, host, port, path }: Location): string {
  const authority = `${host || 'the same host'}${port === null ? '' : `:${port}`}`;
  return `${scheme === '' ? '' : `${scheme}://`}${authority}${path}`;
}

/** What of the request is another at the backend; '' where nothing is, or none was given. */
function changeWords(taken: RouteTaken): string {
  const { request } = taken;
  const after = forwardedRequest(taken);
  if (!request || !after || request.path === '') return '';
  const parts = [
    after.path === request.path ? '' : `path ${after.path}`,
    after.host === request.host ? '' : `host ${after.host}`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}
