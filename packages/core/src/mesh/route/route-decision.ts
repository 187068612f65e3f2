/** What a proxy's rules do with one request, or with any request where none was given. */
import type { Refusal } from '../gateway/gateway-attachment.ts';
import type { Gap, Mesh } from '../mesh.ts';
import { describeMatch, matchRequest, type RequestMatch, type RouteRequest } from './route-match.ts';
import type { BackendTarget, BrokenTarget, Candidate, ProxyAnswer, RoutingRule, RuleBackend } from './route-rules.ts';

/** Where one share of the requests ends up. */
export type RouteOutcome =
  | { kind: 'forward'; target: Extract<BackendTarget, { kind: 'service' | 'service-entry' }>; backend: RuleBackend }
  | { kind: 'answer'; answer: Extract<ProxyAnswer, { kind: 'redirect' | 'respond' }> }
  | { kind: 'abort'; status: number }
  | { kind: 'nothing'; status: number }
  | { kind: 'broken'; target: BrokenTarget }
  /** rules exist and none is about the request: 404 */
  | { kind: 'no-match' }
  /** asked for one Service, and the rules send the request to another */
  | { kind: 'elsewhere'; to: string }
  /** no rule of the gateway leads there at all; a route that would, were it attached */
  | { kind: 'no-route'; refused: Refusal | null }
  | { kind: 'unknown'; gap: Gap };

/** One outcome, of one rule or of several that come to the same. */
export interface RouteTaken {
  rule: RoutingRule | null;
  /** the match of the rule that takes it; null for one of whole connections */
  match: RequestMatch | null;
  /** the request that was decided on; null where none was given */
  request: RouteRequest | null;
  outcome: RouteOutcome;
  /** of the requests that reach the proxy, 0..1; an even guess where it hangs on the request */
  share: number;
  /** what the request must be like, in words; '' where it is decided */
  when: string;
  /** requests of another kind get 404 */
  leavesRest: boolean;
}

/** The proxy answers with an error of its own, or the request does not go where it was asked to. */
export function isDeadEnd(outcome: RouteOutcome): boolean {
  return ['abort', 'nothing', 'broken', 'no-match', 'elsewhere', 'no-route'].includes(outcome.kind);
}

/** The first rule that holds decides; where that hangs on what was not given, every rule that could is an alternative. */
export function decideHttp(mesh: Mesh, candidates: readonly Candidate[], request: RouteRequest | null): RouteTaken[] {
  const possible: { candidate: Candidate; isCertain: boolean }[] = [];
  let isDecided = false;
  for (const candidate of candidates) {
    const truth = matchRequest(candidate.match, request);
    if (truth !== false) possible.push({ candidate, isCertain: truth === true });
    isDecided = truth === true;
    if (isDecided) break;
  }
  if (possible.length === 0)
    return [{ rule: null, match: null, request, outcome: { kind: 'no-match' }, share: 1, when: '', leavesRest: false }];
  const isOpen = possible.length > 1 || !possible[0]!.isCertain;
  const taken = possible.flatMap(({ candidate, isCertain }) =>
    outcomesOf(mesh, candidate.rule).map((way) => ({
      ...way,
      match: candidate.match,
      request,
      share: way.share / possible.length,
      when: isOpen ? (isCertain ? 'all others' : describeMatch(candidate.match)) : '',
      leavesRest: !isDecided,
    })),
  );
  return mergeEqual(taken);
}

/** The outcomes of a rule by the weights of its backends. */
export function outcomesOf(mesh: Mesh, rule: RoutingRule): RouteTaken[] {
  const taken = (outcome: RouteOutcome, share: number): RouteTaken => ({
    rule,
    match: null,
    request: null,
    outcome,
    share,
    when: '',
    leavesRest: false,
  });
  if (rule.abort && rule.abort.percent >= 100) return [taken({ kind: 'abort', status: rule.abort.status }, 1)];
  const { answer } = rule;
  if (answer?.kind === 'unknown' || answer?.kind === 'nothing') return [taken(answer, 1)];
  if (answer) return [taken({ kind: 'answer', answer }, 1)];
  const total = rule.backends.reduce((sum, backend) => sum + backend.weight, 0);
  return rule.backends.map((backend) => taken(outcomeOf(mesh, backend), backend.weight / total));
}

function outcomeOf(mesh: Mesh, backend: RuleBackend): RouteOutcome {
  const target = backend.resolve(mesh);
  if (target.kind === 'broken') return { kind: 'broken', target };
  return target.kind === 'unknown' ? { kind: 'unknown', gap: target.gap } : { kind: 'forward', target, backend };
}

/** Rules that come to the same for what happens to a request are one alternative. */
function mergeEqual(taken: readonly RouteTaken[]): RouteTaken[] {
  const merged = new Map<string, RouteTaken>();
  for (const way of taken) {
    const key = keyOf(way);
    const known = merged.get(key);
    if (!known) merged.set(key, way);
    else
      merged.set(key, {
        ...known,
        share: known.share + way.share,
        when: known.when === way.when ? known.when : [known.when, way.when].join(' or '),
      });
  }
  return [...merged.values()];
}

/** What makes two ways differ in outcome: where they lead, and what may befall them on the way. */
function keyOf({ rule, outcome }: RouteTaken): string {
  const risks = `${rule?.retries}|${rule?.abort?.percent}|${rule?.delay?.duration}`;
  switch (outcome.kind) {
    case 'forward': {
      const { target } = outcome;
      const subset = target.kind === 'service' ? (target.subset?.name ?? '') : '';
      const name = target.kind === 'service' ? `${target.service.namespace}/${target.service.name}` : target.host;
      return `${name}:${target.port}:${subset}|${risks}`;
    }
    case 'answer':
      return JSON.stringify(outcome.answer);
    case 'broken':
      return `broken ${outcome.target.because} ${outcome.target.name}`;
    case 'unknown':
      return `unknown ${outcome.gap.why}`;
    default:
      return `${outcome.kind} ${'status' in outcome ? outcome.status : ''} ${rule?.object.name}`;
  }
}
