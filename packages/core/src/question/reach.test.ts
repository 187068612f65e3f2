import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { type From, parseFrom, parseTo, type To } from '../state/path-query.ts';
import { decidersOf } from './deciders.ts';
import { whatItReaches, whoCanReach } from './reach.ts';
import type { Reach } from './reach-answer.ts';
import { groupAnswers } from './reach-groups.ts';

const toOf = (text: string): To => {
  const parsed = parseTo(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const fromOf = (text: string): From => {
  const parsed = parseFrom(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

/** What is said of each end: all that a group claims of it. */
const byEnd = (reach: Reach): Record<string, object> =>
  Object.fromEntries(reach.groups.flatMap(({ ends, ...group }) => ends.map((end) => [end.text, group])));

const alone = (state: MeshState, from: string, to: To): object => {
  const judgement = judgePath(meshOf(state), { from: fromOf(from), to, http: null });
  const { ends: _ends, ...group } = groupAnswers([{ ends: [], judgement }].map((one) => ({ ...one, ends: [END] })))[0]!;
  return group;
};
const END = { text: '', kind: 'workload' as const, namespace: '', name: '', pods: 0, identity: '' };

/** Targets of a scenario: what it asks about, and two of its Services besides. */
const targetsIn = (state: MeshState, asks: readonly { to: string }[]): string[] => {
  const others = state.services
    .filter(({ ports }) => ports.length > 0)
    .slice(0, 2)
    .map(({ namespace, name, ports }) => `${namespace}/${name}:${ports[0]!.port}`);
  return [...new Set([...asks.map(({ to }) => to), ...others])];
};

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('whoCanReach in %s', (_id, scenario) => {
  const state = stateOf(scenario.bundle());

  it('says of each caller what asking it alone says', () => {
    for (const text of targetsIn(state, scenario.asks)) {
      const reach = whoCanReach(state, toOf(text));
      for (const [from, said] of Object.entries(byEnd(reach)))
        expect(said, `${from} -> ${text}`).toEqual(alone(state, from, toOf(text)));
    }
  });
});

const shop = () => {
  const m = mesh();
  for (const namespace of ['web', 'shop', 'batch']) m.namespace(namespace, { ambient: true });
  return m
    .namespace('plain')
    .app('shop/cart')
    .app('web/front')
    .app('web/other')
    .app('batch/job')
    .app('plain/old')
    .authorizationPolicy('shop/cart', {
      selector: { matchLabels: { app: 'cart' } },
      action: 'ALLOW',
      rules: [
        { from: [{ source: { namespaces: ['batch'] } }] },
        { from: [{ source: { principals: ['cluster.local/ns/web/sa/front'] } }] },
      ],
    });
};

describe('whoCanReach', () => {
  const state = stateOf(shop().bundle());
  const reach = whoCanReach(state, toOf('shop/cart:80'));
  const groupOf = (text: string) => reach.groups.find(({ ends }) => ends.some((end) => end.text === text));

  it('names the policy and the rule that admits', () => {
    const object = { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'cart' };
    expect(groupOf('batch/job')).toMatchObject({
      verdict: 'delivered',
      deciders: [{ effect: 'admits', object, rule: 1 }],
    });
    expect(groupOf('web/front')).toMatchObject({
      verdict: 'delivered',
      deciders: [{ effect: 'admits', object, rule: 2 }],
    });
    expect(groupOf('web/front')!.sentence).toBe('Admitted by AuthorizationPolicy `shop/cart`, rule 2.');
  });

  it('names what refuses, and the identity that arrives', () => {
    expect(groupOf('web/other')).toMatchObject({
      verdict: 'blocked',
      blame: 'configuration',
      deciders: [{ effect: 'refuses', check: 'ztunnel-default-deny', object: { name: 'cart' } }],
    });
    const end = groupOf('web/front')!.ends.find(({ text }) => text === 'web/front');
    expect(end).toMatchObject({ kind: 'workload', identity: 'cluster.local/ns/web/sa/front', pods: 1 });
    expect(groupOf('plain/old')).toMatchObject({ verdict: 'blocked', encrypted: false });
  });

  it('counts and says it in one sentence', () => {
    const total = reach.groups.reduce((sum, { ends }) => sum + ends.length, 0);
    expect(Object.values(reach.counts).reduce((a, b) => a + b, 0)).toBe(total);
    // A client outside the cluster: nothing that was read exposes shop/cart.
    const { blocked, unknown } = reach.counts;
    expect(unknown).toBe(1);
    expect(reach.sentence).toMatch(/^\d+ of \d+ possible callers reach shop\/cart:80; /);
    expect(reach.sentence).toContain(`; ${blocked} do not get through, 1 cannot be judged.`);
  });

  it('asks the kubelet, the API server and a client outside too', () => {
    const kinds = new Set(reach.groups.flatMap(({ ends }) => ends.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(['apiserver', 'node', 'outside', 'workload']);
  });

  it('R6: says that others may be missing where not all could be listed', () => {
    const partly = whoCanReach(stateOf(shop().unread('Pod', 'batch', 'no').bundle()), toOf('shop/cart:80'));
    expect(partly.notKnown).toHaveLength(1);
    expect(partly.sentence).toMatch(/ Others may be missing\.$/);
    expect(reach.notKnown).toEqual([]);
  });

  it('refuses a target that is not there', () => {
    expect(whoCanReach(state, toOf('shop/none:80'))).toMatchObject({
      groups: [],
      refusal: expect.stringContaining('none'),
    });
  });

  it('says of each target what asking it alone says', () => {
    const reached = whatItReaches(state, fromOf('web/other'));
    for (const [to, said] of Object.entries(byEnd(reached)))
      expect(said, to).toEqual(alone(state, 'web/other', toOf(to)));
    expect(byEnd(reached)['shop/cart:80']).toMatchObject({ verdict: 'blocked' });
    expect(byEnd(reached)['batch/job:80']).toMatchObject({ verdict: 'delivered', deciders: [{ effect: 'open' }] });
    expect(whatItReaches(state, fromOf('web/none')).refusal).not.toBe('');
  });
});

describe('callers that only a policy tells apart', () => {
  /** Each bends the mesh so that callers of one class part. */
  const bends: [string, (m: ReturnType<typeof shop>) => unknown][] = [
    [
      'a NetworkPolicy by the labels of the caller',
      (m) =>
        m.networkPolicy('shop/in', {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'front' } } }] }],
        }),
    ],
    [
      'a NetworkPolicy of one caller',
      (m) =>
        m.networkPolicy('web/out', {
          podSelector: { matchLabels: { app: 'other' } },
          policyTypes: ['Egress'],
          egress: [],
        }),
    ],
    [
      'a DENY for one account',
      (m) =>
        m.authorizationPolicy('shop/no', {
          action: 'DENY',
          rules: [{ from: [{ source: { principals: ['*/sa/front'] } }] }],
        }),
    ],
    [
      'addresses of one caller',
      (m) => {
        const ip = stateOf(shop().bundle()).pods.find((pod) => pod.workload.name === 'old')!.ips[0]!;
        m.authorizationPolicy('shop/addresses', {
          action: 'ALLOW',
          rules: [{ from: [{ source: { ipBlocks: [`${ip}/32`] } }] }],
        });
      },
    ],
    [
      'a policy of the waypoint',
      (m) =>
        m
          .labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint')
          .waypoint('shop/waypoint')
          .authorizationPolicy('shop/at-waypoint', {
            targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
            action: 'ALLOW',
            rules: [
              { from: [{ source: { serviceAccounts: ['web/other'] } }] },
              { to: [{ operation: { methods: ['GET'] } }] },
            ],
          }),
    ],
    [
      'only pods of the same node',
      (m) =>
        m.edit('Service', (object) => {
          if (object.metadata.name === 'cart')
            Object.assign(object['spec'] as object, { internalTrafficPolicy: 'Local' });
        }),
    ],
    ['one ztunnel that is gone', (m) => m.missing('istio-system/ztunnel', 'node-1')],
    ['one caller that lost its capture', (m) => m.capture('web/other', 'absent')],
  ];

  it.each(bends)('%s', (_what, bend) => {
    const m = shop();
    bend(m);
    const state = stateOf(m.bundle());
    const to = toOf('shop/cart:80');
    const said = byEnd(whoCanReach(state, to));
    for (const from of Object.keys(said)) expect(said[from], from).toEqual(alone(state, from, to));
    expect(
      new Set(['web/front', 'web/other', 'batch/job', 'plain/old'].map((from) => JSON.stringify(said[from]))).size,
    ).toBeGreaterThan(1);
  });

  it('asks an address or a name in the namespace of each caller', () => {
    const state = stateOf(shop().bundle());
    const ip = state.pods.find((pod) => pod.workload.name === 'cart')!.ips[0]!;
    for (const text of [
      `ip:${ip}:80`,
      'host:front:80',
      `pod:shop/${state.pods.find((pod) => pod.workload.name === 'cart')!.name}:80`,
    ]) {
      const said = byEnd(whoCanReach(state, toOf(text)));
      for (const from of Object.keys(said))
        expect(said[from], `${from} -> ${text}`).toEqual(alone(state, from, toOf(text)));
    }
  });

  it('keeps the question of the path page', () => {
    const state = stateOf(shop().bundle());
    const query = questionOf('web/front -> shop/cart:80');
    expect(decidersOf(judgePath(meshOf(state), query))).toHaveLength(1);
  });
});
