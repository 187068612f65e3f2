import { expect, test } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { pair } from '../../scenarios/checks/pair.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { linkLists } from '../graph/build-graph.ts';
import { tracePath } from '../path/walk.ts';
import { explain } from './explain.ts';
import { meshOf } from './meshes.ts';
import { roundsOfLeg } from './read-network-policy.ts';

test('N1: tells of each rule whom and which port it admits, and what arrives', () => {
  const m = pair().networkPolicy('shop/web-only', {
    podSelector: { matchLabels: { app: 'server' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
      { from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] },
    ],
  });
  const { traces } = explain(stateOf(m.bundle()), questionOf('web/client -> shop/server:80'));
  const [round] = traces[0]!.hops.find(({ kind }) => kind === 'outbound-link')!.policies!;
  expect(round).toMatchObject({
    allowed: false,
    title: 'What may go into shop/server, on port 15008',
    sentence: 'Refused: no rule of `shop/web-only` admits port 15008 from there.',
  });
  expect(round!.policies[0]!.rules.map(({ sentence }) => sentence)).toEqual([
    'Rule 1 does not match: it asks for TCP port 8080; this call goes to TCP port 15008.',
    expect.stringMatching(
      /^Rule 2 does not match: it asks for addresses 192\.0\.2\.0\/24; this call comes from pod web\/client-/,
    ),
  ]);
});

test('N1, N2: what is told is what was decided', () => {
  let rounds = 0;
  for (const scenario of scenarios) {
    const mesh = meshOf(stateOf(scenario.bundle()));
    const asks = [
      ...scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http)),
      ...linkLists(mesh)
        .flat()
        .map(({ query }) => query),
    ];
    for (const { legs } of asks.flatMap((ask) => tracePath(mesh, ask).traces)) {
      for (const leg of legs) {
        const told = roundsOfLeg(mesh, leg);
        rounds += told.length;
        if (!leg.policies.allowed) expect(told.some(({ allowed }) => allowed === false)).toBe(true);
        else if (leg.policies.gap === null) expect(told.every(({ allowed }) => allowed === true)).toBe(true);
        else expect(told.some(({ allowed }) => allowed === null)).toBe(true);
      }
    }
  }
  expect(rounds).toBeGreaterThan(30);
});
