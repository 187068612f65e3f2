import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { behindGateway, CLIENT, guarded, pair, SERVER } from '../../scenarios/checks/pair.ts';
import { destination, subsets, to, virtualService } from '../../scenarios/checks/routes.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import type { Ask } from '../../scenarios/scenario.ts';
import { indexMesh } from '../mesh/mesh.ts';
import { explain } from '../report/explain.ts';
import type { WalkTrace } from './facts.ts';
import { tracePath } from './walk.ts';

const GATEWAY = 'gateway:edge/public';
const walked = (mesh: Mesh, from: string, target: string, http?: Ask['http']): readonly WalkTrace[] =>
  tracePath(indexMesh(stateOf(mesh.bundle())), questionOf(`${from} -> ${target}`, http)).traces;
const told = (mesh: Mesh, from: string, target: string, http?: Ask['http']) =>
  explain(stateOf(mesh.bundle()), questionOf(`${from} -> ${target}`, http));
const ends = (traces: readonly WalkTrace[]): string[] =>
  traces.map(({ backend, endsAt, share }) => `${backend?.name ?? endsAt} ${Math.round(share * 100)}`);

const two = () => guarded().app('shop/server-v2', { nodes: ['node-2'] });

describe('R2: ways from a waypoint', () => {
  const split = two().meshRoute('shop/server', [{ path: '/', to: [to('server', 80, 9), to('server-v2')] }]);

  it('differ by backend, with the weights of the rule', () => {
    expect(ends(walked(split, CLIENT, SERVER))).toEqual(['server 90', 'server-v2 10']);
    const { verdict, traces } = told(split, CLIENT, SERVER);
    expect(verdict).toBe('delivered');
    expect(traces.map(({ label, weight, when }) => [label, Math.round(weight * 100), when])).toEqual([
      ['to server', 90, ''],
      ['to server-v2', 10, ''],
    ]);
  });

  it('R6: the destination is the pod of the backend, and its port that of the backend', () => {
    const [, second] = walked(split, CLIENT, SERVER);
    expect([second?.service?.name, second?.backend?.name, second?.destination?.workload.name]).toEqual([
      'server',
      'server-v2',
      'server-v2',
    ]);
  });

  it('fail by backend: what is wrong with one fails its share', () => {
    const half = two()
      .fault('shop/server-v2', { state: 'crash', since: 600 })
      .meshRoute('shop/server', [{ path: '/', to: [to('server', 80, 9), to('server-v2')] }]);
    const { verdict, sentence, firstBlocker } = told(half, CLIENT, SERVER);
    expect(verdict).toBe('varies');
    expect(sentence).toContain('About 10 % of');
    expect(firstBlocker?.hopKind).toBe('upstream-link');
  });

  it('are alternatives where the rule hangs on a request that was not given', () => {
    const byPath = two().meshRoute('shop/server', [
      { path: '/v2', to: [to('server-v2')] },
      { path: '/', to: [to('server')] },
    ]);
    expect(
      told(byPath, CLIENT, SERVER)
        .traces.map(({ label, when }) => `${label} if ${when}`)
        .sort(),
    ).toEqual(['to server if all others', 'to server-v2 if path /v2/…']);
    expect(ends(walked(byPath, CLIENT, SERVER, { path: '/v2/x' }))).toEqual(['server-v2 100']);
    expect(ends(walked(byPath, CLIENT, SERVER, { path: '/x' }))).toEqual(['server 100']);
  });

  it('some calls fail where nobody knows how many: no share is made up', () => {
    const gone = two().meshRoute('shop/server', [
      { path: '/v2', to: [to('gone')] },
      { path: '/', to: [to('server')] },
    ]);
    expect(told(gone, CLIENT, SERVER).sentence).toMatch(/^Some calls from/);
  });

  it('A12, A14: a policy that refuses comes before any rule', () => {
    const refused = guarded()
      .authorizationPolicy('shop/none', { targetRefs: [{ group: '', kind: 'Service', name: 'server' }] })
      .meshRoute('shop/server', [{ path: '/v1', to: [to('server')] }]);
    const { firstBlocker } = told(refused, CLIENT, SERVER, { path: '/v2' });
    expect(firstBlocker?.detection.check).toBe('waypoint-denies-client');
  });

  it('R5: go to the pods of a subset only', () => {
    const one = guarded({}, { labels: { version: 'v1' } })
      .object(subsets('v1'))
      .object(virtualService([{ route: [destination('server', 'v1')] }]));
    expect(walked(one, CLIENT, SERVER)[0]?.choice?.endpoints).toHaveLength(1);
    const none = guarded()
      .object(subsets('v1'))
      .object(virtualService([{ route: [destination('server', 'v1')] }]));
    expect(told(none, CLIENT, SERVER).firstBlocker).toMatchObject({
      hopKind: 'upstream-link',
      detection: { check: 'destinationrule-subset-problem' },
    });
  });

  it('R4: a redirect or a direct answer ends them, and is no failure', () => {
    const redirect = guarded().object(virtualService([{ redirect: { authority: 'other.example', uri: '/new' } }]));
    const { verdict, sentence, traces } = told(redirect, CLIENT, SERVER);
    expect(verdict).toBe('delivered');
    expect(sentence).toContain('waypoint shop/waypoint redirects it (301) to other.example/new');
    expect(traces[0]?.hops.at(-1)?.kind).toBe('waypoint');
  });

  it('R4: a fault for every request blocks', () => {
    const abort = { fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } };
    const broken = guarded().object(virtualService([{ ...abort, route: [destination('server')] }]));
    expect(told(broken, CLIENT, SERVER)).toMatchObject({
      verdict: 'blocked',
      firstBlocker: { detection: { check: 'route-timeout-or-fault' } },
    });
  });

  it('R11: a rule without retries lets one dead endpoint show', () => {
    const sick = (retries: object) =>
      guarded({}, { replicas: 2, nodes: ['node-2', 'node-3'] })
        .missing('istio-system/ztunnel', 'node-3')
        .object(virtualService([{ ...retries, route: [destination('server')] }]));
    expect(told(sick({}), CLIENT, SERVER).verdict).toBe('degraded');
    expect(told(sick({ retries: { attempts: 0 } }), CLIENT, SERVER).verdict).toBe('varies');
  });

  it('P13: are not taken by a caller with a sidecar', () => {
    const sidecar = pair({ waypoint: 'waypoint' }, { sidecar: true })
      .waypoint('shop/waypoint')
      .meshRoute('shop/server', [{ path: '/v1', to: [to('server')] }]);
    expect(walked(sidecar, CLIENT, SERVER, { path: '/v2' })[0]).toMatchObject({ waypoint: null, endsAt: null });
  });
});

describe('G1: ways from a gateway', () => {
  const mesh = () => behindGateway(pair().app('shop/other', { nodes: ['node-2'] }));

  it('lead to the Service that its routes name, asked by host or by Service', () => {
    expect(ends(walked(mesh(), GATEWAY, 'host:shop.example:80'))).toEqual(['server 100']);
    expect(ends(walked(mesh(), GATEWAY, SERVER))).toEqual(['server 100']);
    expect(ends(walked(mesh(), 'outside', 'host:shop.example:80'))).toEqual(['server 100']);
  });

  it('end where no route leads there', () => {
    expect(ends(walked(mesh(), GATEWAY, 'shop/other:80'))).toEqual(['gateway 100']);
    expect(ends(walked(mesh(), GATEWAY, 'host:else.example:80'))).toEqual(['gateway 100']);
  });

  it('end where the request is for another host, or goes to another Service', () => {
    const headers = { host: 'else.example' };
    expect(ends(walked(mesh(), GATEWAY, SERVER, { headers }))).toEqual(['gateway 100']);
    const [trace] = walked(mesh(), GATEWAY, 'shop/other:80', { path: '/', headers: { host: 'shop.example' } });
    expect(trace?.gatewayRoute?.outcome).toEqual({ kind: 'elsewhere', to: 'shop/server' });
  });

  it('P15: pass by the waypoint of the Service, and its rules with it', () => {
    const past = behindGateway(guarded().meshRoute('shop/server', [{ path: '/v1', to: [to('server')] }]));
    expect(walked(past, GATEWAY, SERVER)[0]).toMatchObject({ waypoint: null, skipped: 'ingress', endsAt: null });
  });

  it('P16: go through it where the Service says so, and meet its rules', () => {
    const labels = { 'istio.io/ingress-use-waypoint': 'true' };
    const through = behindGateway(
      guarded({}, { service: { labels } }).meshRoute('shop/server', [{ path: '/v1', to: [to('server')] }]),
    );
    const http = { path: '/v2', headers: { host: 'shop.example' } };
    expect(walked(through, GATEWAY, SERVER, http)[0]).toMatchObject({ endsAt: 'waypoint' });
    expect(ends(walked(through, GATEWAY, SERVER))).toEqual(['server 100']);
  });
});
