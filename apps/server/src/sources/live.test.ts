import { explain, type MeshState, parseAsk } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterEach, describe, expect, it } from 'vitest';
import { createAttention } from '../collect/attention.ts';
import { fakeComponents } from '../collect/fake-components.fixture.ts';
import { refuse } from '../kubernetes/fake-api-server.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { type FakeCluster, listPathOf, startFakeCluster } from './fake-cluster.ts';
import { createLiveSource } from './live.ts';

let cluster: FakeCluster;
let stop: () => Promise<void> = async () => {};

afterEach(async () => {
  await stop();
  await cluster.close();
});

const until = async <T>(look: () => T | undefined | false): Promise<T> => {
  for (let i = 0; i < 200; i++) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it did not happen within 5 seconds');
};

const start = async (timing = {}, highest = 0) => {
  const { reader } = fakeComponents();
  const collect = { highest, attention: createAttention(), reader, prometheus: null };
  const source = createLiveSource({ kubeconfig: { path: cluster.kubeconfig }, timing, collect });
  const states: MeshState[] = [];
  const started = await source.start((state) => states.push(state));
  stop = () => source.stop();
  return { source, states, started };
};

const verdictOf = (state: MeshState, text: string) => {
  const query = parseAsk(text);
  if (!query.ok) throw new Error(query.reason);
  return explain(state, query.value);
};

describe('createLiveSource', () => {
  it('emits the cluster once it is read, and each change soon', async () => {
    cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
    const { source, states, started } = await start();
    expect([started, source.context()]).toEqual([{ ok: true }, 'fake']);
    const first = await until(() => states[0]);
    expect(first.cluster).toBe('fake');
    expect(first.pods.length).toBeGreaterThan(80);
    expect(first.sources.find(({ source: name }) => name === 'Pod')).toMatchObject({
      state: 'ok',
      count: first.pods.length,
    });
    expect(first.sources.find(({ source: name }) => name === 'ztunnel-config')).toMatchObject({
      state: 'not-read',
      tier: 2,
    });
    expect(verdictOf(first, 'web/frontend -> shop/cart:80')).toMatchObject({
      verdict: 'unknown',
      expected: 'delivered',
    });

    const emitted = states.length;
    cluster.server.put(listPathOf('Namespace')!, '/newcomer');
    const before = Date.now();
    const next = await until(() => states.slice(emitted).find(({ namespaces }) => namespaces !== first.namespaces));
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(next.pods).toBe(first.pods);
  });

  it('emits now and then although nothing changes', async () => {
    cluster = await startFakeCluster({ objects: [] });
    const { states } = await start({ refreshMs: 50 });
    await until(() => states.length > 2);
    expect(Date.parse(states[2]!.takenAt)).toBeGreaterThan(Date.parse(states[0]!.takenAt));
  });

  it('says which permission is missing', async () => {
    cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
    cluster.server.intercept = ({ path }, response) =>
      path.includes('/gateways') && refuse(response, 403, 'Forbidden', 'gateways is forbidden');
    const { states } = await start();
    const state = await until(() => states[0]);
    expect(state.sources.find(({ source }) => source === 'Gateway')).toMatchObject({
      state: 'forbidden',
      permission: { resource: 'gateways', group: 'gateway.networking.k8s.io', namespace: null },
    });
  });

  it('puts what components answer into the state, without holding up what changes', async () => {
    cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
    cluster.server.intercept = ({ path }, response) => {
      if (!path.includes('/proxy/healthz/ready')) return false;
      response.writeHead(200).end('ready\n');
      return true;
    };
    const { source, states } = await start({ answersMs: 300 }, 1);
    const first = await until(() => states[0]);
    expect(first.sources.find(({ source: name }) => name === 'ztunnel-ready')).toMatchObject({ state: 'syncing' });
    const ztunnels = first.pods.filter(({ labels, phase }) => labels['app'] === 'ztunnel' && phase === 'Running');
    const read = await until(() => states.find(({ ztunnelReadiness }) => ztunnelReadiness.length === ztunnels.length));
    expect(read.sources.find(({ source: name }) => name === 'ztunnel-ready')).toMatchObject({ state: 'ok', tier: 1 });
    expect(source.control.tiers(read.sources)[1]).toMatchObject({ tier: 1, rule: '' });
    expect(source.control.tiers(read.sources)[1]!.cost!.requests).toBeGreaterThan(0);
    expect(source.control.tiers(read.sources)[2]).toMatchObject({ state: 'off', cost: null });

    const emitted = states.length;
    cluster.server.put(listPathOf('Namespace')!, '/newcomer');
    const next = await until(() => states.slice(emitted).find(({ namespaces }) => namespaces !== read.namespaces));
    expect(next.pods).toBe(read.pods);
    expect(next.ztunnelDumps).toBe(read.ztunnelDumps);
    expect(next.virtualServices).toBe(read.virtualServices);
  });

  it('says in a sentence when nobody answers', async () => {
    cluster = await startFakeCluster({ objects: [] });
    const { url } = cluster.server;
    await cluster.server.close();
    const { started, states } = await start();
    expect(started).toMatchObject({ ok: false, reason: expect.stringContaining(url) });
    expect(states).toEqual([]);
    cluster.server = { ...cluster.server, close: async () => {} };
  });
});
