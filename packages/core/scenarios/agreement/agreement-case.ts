import { CLIENT, fromPrincipals, onServer, pair, SERVER } from '../checks/pair.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Expectation, Scenario, Verdict } from '../scenario.ts';

/** A scenario with one question: how do the configuration and traffic go together? */
export function agreementCase(
  id: string,
  title: string,
  mesh: () => Mesh,
  agreement: string | null,
  verdict: Verdict | readonly Verdict[],
  more: Partial<Expectation> = {},
): Scenario {
  const verdicts = typeof verdict === 'string' ? [verdict] : verdict;
  return {
    id: `agreement-${id}`,
    title,
    bundle: () => mesh().bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: verdicts, agreement, ...more } }],
  };
}

/** The pair with a policy that lists another caller. */
export const denied = (): Mesh =>
  pair().authorizationPolicy('shop/policy', onServer([fromPrincipals('cluster.local/ns/web/sa/other')]));

/** The pair, and no packet may reach the callee's tunnel. */
export const dropped = (): Mesh =>
  pair().networkPolicy('shop/closed', {
    podSelector: { matchLabels: { app: 'server' } },
    policyTypes: ['Ingress'],
    ingress: [],
  });
