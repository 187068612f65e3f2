import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { type Mesh, mesh } from '../../scenarios/mesh/mesh.ts';
import { scenarios } from '../../scenarios/scenarios.ts';
import { explain } from '../report/explain.ts';
import { MeshState } from '../state/mesh-state.ts';
import { ref } from '../state/refs.ts';
import { readChange } from './change-files.ts';
import { WhatIf, whatIf } from './what-if.ts';

const shop = (): Mesh =>
  mesh()
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true })
    .namespace('plain')
    .app('shop/cart')
    .app('web/front', { calls: ['shop/cart:80'] })
    .app('plain/old', { calls: ['shop/cart:80'] });

const ask = (m: Mesh, yaml: string, without: Parameters<typeof whatIf>[1]['without'] = []) => {
  const { objects, problems } = readChange([{ path: 'change.yaml', text: yaml }]);
  expect(problems).toEqual([]);
  const state = stateOf(m.bundle());
  const { answer, state: after } = whatIf(state, { objects, without });
  expect([...Value.Errors(WhatIf, answer)].slice(0, 1)).toEqual([]);
  expect([...Value.Errors(MeshState, after)].slice(0, 1)).toEqual([]);
  const say = (text: string) => [explain(state, questionOf(text)), explain(after, questionOf(text))] as const;
  return { answer, state, after, say };
};

const DENY_ALL = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nobody, namespace: shop}
spec: {}
`;

describe('whatIf', () => {
  it('tells which verdicts flip and which causes appear', () => {
    const { answer } = ask(shop(), DENY_ALL);
    expect(answer.actions).toEqual([{ action: 'added', object: ref('AuthorizationPolicy', 'shop', 'nobody') }]);
    expect(answer.links.map(({ ask: text, before, after }) => [text, before, after])).toEqual([
      ['plain/old -> shop/cart:80', 'delivered', 'blocked'],
      ['web/front -> shop/cart:80', 'delivered', 'blocked'],
    ]);
    expect(answer.appear.map(({ check }) => check)).toContain('allow-nothing-policy');
    expect([answer.breaks, answer.disappear.length]).toEqual([2, 0]);
    expect(answer.sentence).toMatch(
      /^2 links change; 2 calls that got through would not; \d+ findings? would appear\.$/,
    );
  });

  it('tells what taking an object away mends', () => {
    const m = shop().authorizationPolicy('shop/nobody', {});
    const { objects } = readChange([]);
    const { answer } = whatIf(stateOf(m.bundle()), {
      objects,
      without: [ref('AuthorizationPolicy', 'shop', 'nobody')],
    });
    expect(answer.links.every(({ before, after }) => before === 'blocked' && after === 'delivered')).toBe(true);
    expect(answer.disappear.map(({ check }) => check)).toContain('allow-nothing-policy');
    expect(answer.actions[0]!.action).toBe('removed');
  });

  it('says that nothing changes, and that an object to remove is not there', () => {
    const state = stateOf(shop().bundle());
    const { answer, state: after } = whatIf(state, { objects: [], without: [ref('Service', 'shop', 'none')] });
    expect(answer.sentence).toMatch(/^Nothing changes/);
    expect(answer.notes).toEqual(['Service shop/none is not there: removing it changes nothing.']);
    expect(after.pods).toBe(state.pods);
  });

  it('captures the pods of a namespace that is taken into the mesh (E7)', () => {
    const m = shop().peerAuthentication('shop/strict', 'STRICT');
    const { say, answer } = ask(
      m,
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: plain, labels: {istio.io/dataplane-mode: ambient}}',
    );
    const [before, after] = say('plain/old -> shop/cart:80');
    expect([before.verdict, after.verdict]).toEqual(['blocked', 'delivered']);
    expect(answer.actions[0]!.action).toBe('replaced');
  });

  it('lets go of the pods of a namespace that leaves the mesh', () => {
    const m = shop().peerAuthentication('shop/strict', 'STRICT');
    const { say } = ask(m, 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}');
    expect(say('web/front -> shop/cart:80').map(({ verdict }) => verdict)).toEqual(['delivered', 'blocked']);
  });

  it('does not mend a capture that is broken already', () => {
    const m = shop().capture('web/front', 'absent').peerAuthentication('shop/strict', 'STRICT');
    const labels = 'labels: {istio.io/dataplane-mode: ambient, team: x}';
    const { say } = ask(m, `apiVersion: v1\nkind: Namespace\nmetadata: {name: web, ${labels}}`);
    expect(say('web/front -> shop/cart:80').map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked']);
  });

  it('W1, W2: never takes a status from a manifest, so a new waypoint has no address', () => {
    const { answer, after, say } = ask(
      shop(),
      `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
status: {addresses: [{value: 10.0.0.1}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}}
`,
    );
    expect(after.gateways.find(({ name }) => name === 'waypoint')!.addresses).toEqual([]);
    expect(answer.notes.join()).toMatch(/Gateway shop\/waypoint is new and has no address/);
    expect(say('web/front -> shop/cart:80')[1].waypoint).toBe(null);
  });

  it('keeps what the cluster wrote on an object that is replaced', () => {
    const m = shop().waypoint('shop/waypoint').labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint');
    const { state, after, say } = ask(
      m,
      `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop, labels: {istio.io/waypoint-for: workload}}
spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}
`,
    );
    const find = <T extends { name: string }>(list: readonly T[], name: string): T =>
      list.find((one) => one.name === name)!;
    expect(find(after.gateways, 'waypoint').addresses).toEqual(find(state.gateways, 'waypoint').addresses);
    expect(find(after.services, 'cart').clusterIPs).toEqual(find(state.services, 'cart').clusterIPs);
    expect(say('web/front -> shop/cart:80').map(({ waypoint }) => waypoint?.name ?? null)).toEqual(['waypoint', null]);
  });

  it('rolls a changed template out to the pods', () => {
    const m = shop().authorizationPolicy('shop/only', {
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/web/sa/front'] } }] }],
    });
    const { say, answer } = ask(
      m,
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: front, namespace: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: front}}
  template:
    metadata: {labels: {app: front}}
    spec: {serviceAccountName: other, containers: [{name: app, image: x}]}
`,
    );
    expect(say('web/front -> shop/cart:80').map(({ verdict }) => verdict)).toEqual(['delivered', 'blocked']);
    expect(answer.notes[0]).toMatch(/^Deployment web\/front wants 3 pods/);
  });

  it('scales to nothing, and deletes with the owner', () => {
    const zero = ask(
      shop(),
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: cart, namespace: shop}\nspec: {replicas: 0, template: {metadata: {labels: {app: cart}}}}',
    );
    expect(zero.say('web/front -> shop/cart:80')[1].verdict).toBe('blocked');
    const state = stateOf(shop().bundle());
    const gone = whatIf(state, { objects: [], without: [ref('Namespace', '', 'shop')] });
    expect(gone.state.pods.some(({ namespace }) => namespace === 'shop')).toBe(false);
    expect(gone.answer.links.map(({ after }) => after)).toEqual(['blocked', 'blocked']);
  });

  it('takes the status of nodes and pods at its word, and keeps it where none is given', () => {
    const cordon = 'apiVersion: v1\nkind: Node\nmetadata: {name: node-1, labels: {a: b}}\n';
    const { state, after } = ask(shop(), cordon);
    const nodeIn = (one: typeof state) => one.nodes.find(({ name }) => name === 'node-1')!;
    expect(nodeIn(after).conditions).toEqual(nodeIn(state).conditions);
    const gone = `${cordon}status: {conditions: [{type: Ready, status: 'False', reason: x}]}`;
    expect(ask(shop(), gone).answer.appear.map(({ check }) => check)).toContain('node-not-ready');
  });

  it('treats a new PeerAuthentication as the youngest (M1)', () => {
    const m = shop().peerAuthentication('shop/first', 'PERMISSIVE');
    const { say } = ask(
      m,
      'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: a-second, namespace: shop}\nspec: {mtls: {mode: STRICT}}',
    );
    expect(say('plain/old -> shop/cart:80').map(({ verdict }) => verdict)).toEqual(['delivered', 'delivered']);
  });
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('in %s', (_id, scenario) => {
  it('applying what is there already changes nothing', () => {
    const bundle = scenario.bundle();
    const kinds = new Set([
      'Namespace',
      'Service',
      'AuthorizationPolicy',
      'PeerAuthentication',
      'NetworkPolicy',
      'Gateway',
      'Deployment',
      'ServiceEntry',
    ]);
    const own = bundle.objects.filter(({ kind }) => kinds.has(kind));
    const { objects, problems } = readChange([
      { path: 'all.json', text: JSON.stringify({ kind: 'List', items: own }) },
    ]);
    expect(problems).toEqual([]);
    const { answer } = whatIf(stateOf(bundle), { objects, without: [] });
    expect(answer.links).toEqual([]);
    expect([...answer.appear, ...answer.disappear].map(({ key }) => key)).toEqual([]);
  });
});
