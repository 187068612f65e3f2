import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { ref } from '../state/refs.ts';
import { PolicyEffect } from './policy-answer.ts';
import { POLICY_KINDS, policyEffect } from './policy-effect.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('web', { ambient: true })
    .namespace('plain')
    .waypoint('shop/waypoint')
    .app('shop/cart', { replicas: 2 })
    .app('web/front')
    .app('plain/old');

const effectOf = (m: Mesh, kind: string, name: string): PolicyEffect => {
  const [namespace, own] = name.split('/') as [string, string];
  const answer = policyEffect(stateOf(m.bundle()), ref(kind, namespace, own));
  if (!answer.ok) throw new Error(answer.reason);
  expect([...Value.Errors(PolicyEffect, answer.value)].slice(0, 1)).toEqual([]);
  return answer.value;
};

const authorization = (spec: Record<string, unknown>, name = 'shop/p') =>
  effectOf(shop().authorizationPolicy(name, spec), 'AuthorizationPolicy', name);

const WEB = { from: [{ source: { namespaces: ['web'] } }] };
const GET = { to: [{ operation: { methods: ['GET'] } }] };

describe('AuthorizationPolicy', () => {
  it('A1, A3: by its selector at ztunnel, for the workloads it selects', () => {
    const { enforced, notEnforced, sentence } = authorization({
      selector: { matchLabels: { app: 'cart' } },
      rules: [WEB],
    });
    expect(enforced).toMatchObject([{ at: 'ztunnel', pods: 2, objects: [ref('Deployment', 'shop', 'cart')] }]);
    expect(notEnforced).toEqual([]);
    expect(sentence).toBe('AuthorizationPolicy `shop/p` is enforced by ztunnel at Deployment `shop/cart` (2 pods).');
  });

  it('A1: nobody enforces it for pods outside the mesh', () => {
    const { enforced, notEnforced } = authorization({ rules: [WEB] }, 'plain/p');
    expect(enforced).toEqual([]);
    expect(notEnforced).toEqual([
      { what: 'Deployment `plain/old`', why: 'has pods outside the mesh, for which nobody enforces it', rule: 'A1' },
    ]);
  });

  it.each([
    ['A3: an empty selector selects nothing', { selector: {}, rules: [WEB] }, 'A3', /empty selector/],
    ['A3: a selector that nothing has', { selector: { matchLabels: { app: 'x' } } }, 'A3', /selects no pod/],
    ['A4: an action that ztunnel does not know', { action: 'CUSTOM', provider: { name: 'x' } }, 'A4', /action CUSTOM/],
    [
      'A2: a target that is not there',
      { targetRefs: [{ kind: 'Service', group: '', name: 'x' }] },
      'A2',
      /does not exist/,
    ],
  ])('%s: enforced nowhere', (_title, spec, rule, why) => {
    const { enforced, notEnforced, sentence } = authorization(spec);
    expect([enforced, notEnforced[0]!.rule]).toEqual([[], rule]);
    expect(notEnforced[0]!.why).toMatch(why);
    expect(sentence).toMatch(/is enforced nowhere: /);
  });

  it('A2: at the waypoint of the Service it targets, and nowhere where that has none', () => {
    const targetRefs = [{ kind: 'Service', group: '', name: 'cart' }];
    expect(authorization({ targetRefs, rules: [GET] }).enforced).toMatchObject([
      { at: 'waypoint', by: ref('Gateway', 'shop', 'waypoint'), objects: [ref('Service', 'shop', 'cart')] },
    ]);
    const lone = authorization({ targetRefs: [{ kind: 'Service', group: '', name: 'front' }] }, 'web/p');
    expect(lone.notEnforced[0]!.why).toBe('has no waypoint');
  });

  it('A2: on a Gateway for all that is bound to it', () => {
    const { enforced } = authorization({
      targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'waypoint' }],
    });
    expect(enforced[0]).toMatchObject({ at: 'waypoint', objects: [ref('Service', 'shop', 'cart')] });
  });

  it('A6, A7, A8: says what ztunnel makes of each rule', () => {
    const allow = authorization({ rules: [GET, WEB] });
    expect(allow.rules.map(({ effect }) => effect)).toEqual(['dropped', 'as-written']);
    const all = authorization({ rules: [GET] });
    expect(all.sentence).toMatch(/where it refuses everybody that no other policy admits\.$/);
    const deny = authorization({
      action: 'DENY',
      rules: [GET, { to: [{ operation: { methods: ['GET'], ports: ['8080'] } }] }],
    });
    expect(deny.rules.map(({ effect }) => effect)).toEqual(['never', 'broader']);
    expect(authorization({ action: 'DENY', rules: [GET] }).sentence).toMatch(/where it refuses nobody\.$/);
    expect(authorization({}).sentence).toMatch(/where it refuses everybody/);
  });

  it('S7: one of another revision is nobody’s', () => {
    const m = shop().authorizationPolicy('shop/p', { rules: [WEB] }, { labels: { 'istio.io/rev': 'other' } });
    expect(effectOf(m, 'AuthorizationPolicy', 'shop/p').notEnforced[0]!.rule).toBe('S7');
  });
});

describe('PeerAuthentication', () => {
  it('M1, M2: for the pods whose mode it decides', () => {
    const m = shop().peerAuthentication('shop/strict', 'STRICT');
    expect(effectOf(m, 'PeerAuthentication', 'shop/strict')).toMatchObject({
      enforced: [{ at: 'ztunnel', pods: 2, sentence: expect.stringContaining('where plain text is refused') }],
    });
  });

  it('M1: not where another comes before it, nor with a selector in the root namespace', () => {
    const two = shop().peerAuthentication('istio-system/mesh', 'PERMISSIVE').peerAuthentication('shop/own', 'STRICT');
    const meshWide = effectOf(two, 'PeerAuthentication', 'istio-system/mesh');
    expect(meshWide.enforced[0]!.objects.map(({ namespace }) => namespace)).not.toContain('shop');
    const selecting = shop().peerAuthentication('istio-system/some', 'STRICT', {
      selector: { matchLabels: { app: 'cart' } },
    });
    expect(effectOf(selecting, 'PeerAuthentication', 'istio-system/some').sentence).toMatch(/so it is ignored\.$/);
  });
});

describe('NetworkPolicy', () => {
  it('N1, N2: by the network plugin, with a word on port 15008', () => {
    const m = shop().networkPolicy('shop/in', {
      podSelector: { matchLabels: { app: 'cart' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 8080 }] }],
    });
    const { enforced } = effectOf(m, 'NetworkPolicy', 'shop/in');
    expect(enforced).toMatchObject([{ at: 'network', pods: 2 }]);
    expect(enforced[0]!.sentence).toMatch(/no rule of it admits port 15008/);
  });

  it('selects nothing', () => {
    const m = shop().networkPolicy('shop/in', { podSelector: { matchLabels: { app: 'x' } }, policyTypes: ['Ingress'] });
    expect(effectOf(m, 'NetworkPolicy', 'shop/in').enforced).toEqual([]);
  });
});

describe('RequestAuthentication', () => {
  const token = (spec: object) =>
    shop().object({
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      metadata: { namespace: 'shop', name: 't' },
      spec,
    });

  it('R8: only with a target', () => {
    const bare = effectOf(token({ jwtRules: [] }), 'RequestAuthentication', 'shop/t');
    expect(bare.notEnforced[0]!.rule).toBe('R8');
    const targeted = token({ targetRefs: [{ kind: 'Service', group: '', name: 'cart' }], jwtRules: [] });
    expect(effectOf(targeted, 'RequestAuthentication', 'shop/t').enforced).toMatchObject([{ at: 'waypoint' }]);
  });
});

describe('what was not read', () => {
  it('R6: proves nothing: a target that may exist, pods that may be selected', () => {
    const policy = { targetRefs: [{ kind: 'Service', group: '', name: 'cart' }] };
    const blind = shop().authorizationPolicy('shop/p', policy).unread('Gateway', null, 'no');
    const effect = effectOf(blind, 'AuthorizationPolicy', 'shop/p');
    expect(effect.notEnforced[0]!.why).toMatch(/^is not known: /);
    expect(effect.sentence).toMatch(/^Where AuthorizationPolicy `shop\/p` is enforced is not known: /);
    const noPods = shop().peerAuthentication('shop/strict', 'STRICT').unread('Pod', 'shop', 'no');
    expect(effectOf(noPods, 'PeerAuthentication', 'shop/strict').sentence).toMatch(/is not known: /);
  });
});

describe('policyEffect', () => {
  it('knows what is not there from what may not be seen', () => {
    const state = stateOf(shop().unread('NetworkPolicy', null, 'no').bundle());
    const ask = (kind: string) => policyEffect(state, ref(kind, 'shop', 'x'));
    expect(ask('AuthorizationPolicy')).toEqual({ ok: false, reason: 'There is no AuthorizationPolicy shop/x.' });
    expect(ask('NetworkPolicy')).toMatchObject({ reason: expect.stringMatching(/is not known: /) });
    expect(ask('Secret')).toMatchObject({ reason: expect.stringMatching(/^Nothing is known of kind Secret/) });
  });
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('policyEffect in %s', (_id, scenario) => {
  it('answers for every policy', () => {
    const state = stateOf(scenario.bundle());
    const { authorizationPolicies, peerAuthentications, networkPolicies } = state;
    const all = {
      AuthorizationPolicy: authorizationPolicies,
      PeerAuthentication: peerAuthentications,
      NetworkPolicy: networkPolicies,
    };
    for (const [kind, list] of Object.entries(all)) {
      expect(POLICY_KINDS).toContain(kind);
      for (const { namespace, name } of list) {
        const answer = policyEffect(state, ref(kind, namespace, name));
        expect(answer.ok && answer.value.enforced.length + answer.value.notEnforced.length, name).toBeGreaterThan(0);
      }
    }
  });
});
