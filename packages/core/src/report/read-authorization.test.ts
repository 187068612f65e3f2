import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import {
  fromPrincipals,
  guarded,
  onServer,
  onService,
  pair,
  toOperation,
  withOutsider,
} from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { linkLists } from '../graph/build-graph.ts';
import type { Mesh as MeshIndex } from '../mesh/mesh.ts';
import type { WalkTrace } from '../path/facts.ts';
import { tracePath } from '../path/walk.ts';
import { explain } from './explain.ts';
import { meshOf } from './meshes.ts';
import type { PolicyRound } from './policy-reading.ts';
import { roundAtProxy, roundAtZtunnel } from './read-authorization.ts';

const roundAt = (
  m: Mesh,
  hop: string,
  ask = 'web/client -> shop/server:80',
  http?: { method: string; path: string },
): PolicyRound => {
  const { traces } = explain(stateOf(m.bundle()), questionOf(ask, http));
  const [round] = traces[0]!.hops.find(({ kind }) => kind === hop)?.policies ?? [];
  expect(round, `policies are told at ${hop}`).toBeDefined();
  return round!;
};

const fromNamespaces = (...namespaces: string[]) => ({ from: [{ source: { namespaces } }] });
const rulesOf = (round: PolicyRound) => round.policies.flatMap(({ rules }) => rules.map(({ sentence }) => sentence));

describe('policies at the destination', () => {
  it('A9: tells of every rule what it asks for and what the call has', () => {
    const round = roundAt(
      pair().authorizationPolicy(
        'shop/allow-ops',
        onServer([fromNamespaces('ops', 'infra'), { ...fromNamespaces('web'), ...toOperation({ ports: ['9090'] }) }]),
      ),
      'destination-ztunnel',
    );
    expect(round.sentence).toBe(
      'Refused: no rule of `shop/allow-ops` matches, and where an ALLOW policy holds, what none admits is refused.',
    );
    expect(rulesOf(round)).toEqual([
      'Rule 1 does not match: it asks for namespace ops or infra; this call comes from namespace web.',
      'Rule 2 does not match: it asks for port 9090; this call goes to port 8080.',
    ]);
    expect(round.policies[0]).toMatchObject({ role: 'decides', result: 'no', action: 'ALLOW' });
  });

  it('A9: names the rule that lets the call through', () => {
    const round = roundAt(
      pair().authorizationPolicy(
        'shop/allow',
        onServer([fromNamespaces('ops'), fromPrincipals('cluster.local/ns/web/sa/client')]),
      ),
      'destination-ztunnel',
    );
    expect(round).toMatchObject({
      allowed: true,
      sentence: 'Let through by rule 2 of `shop/allow`; no DENY rule matches.',
    });
    expect(rulesOf(round)[1]).toBe('Rule 2 matches: this call comes as web/client.');
  });

  it('A9: asks DENY before ALLOW, and says that ALLOW was not asked', () => {
    const round = roundAt(
      pair()
        .authorizationPolicy('shop/a-allow', onServer([fromNamespaces('web')]))
        .authorizationPolicy('shop/z-deny', onServer([fromNamespaces('web')], 'DENY')),
      'destination-ztunnel',
    );
    expect(round.sentence).toBe('Refused by rule 1 of `shop/z-deny`; DENY is asked before any ALLOW.');
    expect(round.policies.map(({ name, role }) => [name, role])).toEqual([
      ['shop/z-deny', 'decides'],
      ['shop/a-allow', 'not-asked'],
    ]);
  });

  it('A11: a caller without an identity has none of what asks for one', () => {
    const round = roundAt(
      withOutsider().authorizationPolicy('shop/allow', onServer([fromNamespaces('legacy')])),
      'destination-ztunnel',
      'legacy/outsider -> shop/server:80',
    );
    expect(rulesOf(round)).toEqual([
      'Rule 1 does not match: it asks for namespace legacy; this call comes without an identity, so from no namespace.',
    ]);
  });

  it('A4, A6: says what is left out and what is not enforced', () => {
    const round = roundAt(
      pair()
        .authorizationPolicy('shop/http', onServer([toOperation({ methods: ['GET'] })]))
        .object({
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: 'dry', namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' } },
          spec: onServer([fromNamespaces('web')], 'DENY'),
        }),
      'destination-ztunnel',
    );
    expect(round.policies.map(({ name, role, sentence }) => [name, role, sentence])).toEqual([
      ['shop/http', 'decides', 'No rule matches.'],
      [
        'shop/dry',
        'not-enforced',
        'Not enforced here: it is a dry run, which ztunnel is not set up to evaluate. Rule 1 would refuse this call.',
      ],
    ]);
    expect(rulesOf(round)[0]).toBe('Rule 1 is left out: it has HTTP fields, which ztunnel cannot check.');
  });
});

describe('policies at a waypoint', () => {
  const m = guarded().authorizationPolicy('shop/get', onService([toOperation({ methods: ['GET'], paths: ['/v1/*'] })]));

  it('A12: reads the HTTP request', () => {
    const round = roundAt(m, 'waypoint', undefined, { method: 'GET', path: '/v2/x' });
    expect(rulesOf(round)).toEqual(['Rule 1 does not match: it asks for path /v1/*; this call asks for /v2/x.']);
    expect(roundAt(m, 'waypoint', undefined, { method: 'GET', path: '/v1/x' }).sentence).toBe(
      'Let through by rule 1 of `shop/get`; no DENY rule matches.',
    );
  });

  it('A12: leaves open what the question does not say', () => {
    const round = roundAt(m, 'waypoint');
    expect(round.allowed).toBeNull();
    expect(rulesOf(round)).toEqual([
      'Rule 1 may match: it asks for method GET, or path /v1/*; this call was asked about without its method.',
    ]);
  });
});

const asked = scenarios.map((scenario) => ({ id: scenario.id, ...tracesOf(scenario) }));

function tracesOf(scenario: Scenario): { mesh: MeshIndex; traces: WalkTrace[] } {
  const mesh = meshOf(stateOf(scenario.bundle()));
  const asks = scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http));
  const links = linkLists(mesh)
    .flat()
    .map(({ query }) => query);
  return { mesh, traces: [...asks, ...links].flatMap((ask) => tracePath(mesh, ask).traces) };
}

/** What was decided at each place of a trace, beside what is told of it. */
function toldOf(mesh: MeshIndex, trace: WalkTrace): { decided: boolean | null; round: PolicyRound }[] {
  const { admitted, waypoint, gatewayDecision } = trace;
  const told = [
    [admitted?.decision.allowed, roundAtZtunnel(mesh, trace, '')],
    [waypoint?.decision?.allowed, waypoint && roundAtProxy('', waypoint.decision, waypoint.asked)],
    [gatewayDecision?.allowed, gatewayDecision && roundAtProxy('', gatewayDecision, gatewayDecision.asked)],
  ] as const;
  return told.flatMap(([decided, round]) =>
    round ? [{ decided: typeof decided === 'boolean' ? decided : null, round }] : [],
  );
}

describe('what is told', () => {
  const all = asked.flatMap(({ mesh, traces }) => traces.flatMap((trace) => toldOf(mesh, trace)));

  it('is what was decided', () => {
    expect(all.length).toBeGreaterThan(100);
    for (const { decided, round } of all) expect(round.allowed).toBe(decided);
  });

  it('is borne out by the rules of the policies that decide', () => {
    for (const { round } of all) expectBorneOut(round);
  });
});

/** ALLOW lets through what a rule matches, DENY refuses it, and ALLOW policies refuse where no rule matches. */
function expectBorneOut({ policies, allowed }: PolicyRound): void {
  for (const { role, action, result } of policies) {
    if (role === 'decides' && allowed !== null)
      expect(result, action).toBe((action === 'ALLOW') === allowed ? 'matches' : 'no');
    if (role === 'asked' && allowed === true && action === 'DENY') expect(result).not.toBe('matches');
  }
}
