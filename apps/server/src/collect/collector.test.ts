import type { SourceStatus } from '@hopscope/core';
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../kubernetes/outcome.ts';
import { demoState } from '../routes/serve-scenario.ts';
import { createTierAccess } from './access.ts';
import { createAttention } from './attention.ts';
import { createBucket } from './bucket.ts';
import { type Collector, createCollector } from './collector.ts';
import { type FakeComponents, fakeComponents } from './fake-components.fixture.ts';
import { targetsOf } from './targets.ts';

const state = demoState('rest');
const ALL = ['get pods/proxy *', 'create pods/portforward *', 'get pods/portforward *', 'get pods/log *'];

let running: Collector | null = null;
afterEach(() => running?.stop());

interface Rights {
  rules?: readonly string[];
  highest?: number;
}

const collect = (components: FakeComponents, { rules = ALL, highest = 4 }: Rights = {}) => {
  const reviewed: string[] = [];
  const access = createTierAccess(async (verb, resource, namespace) => {
    reviewed.push(`${verb} ${resource}`);
    return rules.includes(`${verb} ${resource} *`) || rules.includes(`${verb} ${resource} ${namespace}`);
  }, highest);
  const requests = createBucket({ perSecond: 1_000, most: 1_000 }, Date.now());
  const options = { ...components, access, attention: createAttention(), highest, requests, onChange: () => {} };
  running = createCollector(options);
  running.follow(state, true);
  return { collector: running, reviewed };
};

const until = async (look: () => boolean): Promise<void> => {
  for (let i = 0; i < 400; i++) {
    if (look()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error('it did not happen within 4 seconds');
};

const stateOf = (statuses: readonly SourceStatus[], source: string) =>
  statuses.filter((status) => status.source === source).map((status) => status.state);

const sources = (asked: readonly string[]) => new Set(asked.map((line) => line.split(' ')[0]));

describe('createCollector', () => {
  it('asks everybody and holds what they answer', async () => {
    const components = fakeComponents();
    const { collector } = collect(components);
    expect(stateOf(collector.statuses(), 'ztunnel-ready')).toContain('syncing');
    const targets = targetsOf(state);
    await until(() => collector.statuses().every(({ state }) => state !== 'syncing'));
    expect(collector.statuses().filter(({ state, scope }) => state !== 'ok' && scope !== null)).toEqual([]);
    expect(new Set(components.asked).size).toBe(targets.length);
    const ztunnels = new Set(targets.filter(({ signal }) => signal.component === 'ztunnel').map(({ pod }) => pod.name));
    expect(collector.slices().ztunnelReadiness).toHaveLength(ztunnels.size);
    expect(collector.costs.of(2, Date.now()).requests).toBeGreaterThan(0);
  });

  it('what is switched off is neither asked for nor asked about', async () => {
    const components = fakeComponents();
    const { collector, reviewed } = collect(components, { highest: 1 });
    await until(() => stateOf(collector.statuses(), 'cni-metrics').every((is) => is === 'ok'));
    expect(reviewed).toEqual(['get pods/proxy']);
    for (const source of sources(components.asked)) expect(source).not.toMatch(/config|syncz|log|clusters|mesh/);
    expect(collector.statuses().find(({ source }) => source === 'ztunnel-log')).toMatchObject({
      state: 'not-read',
      scope: null,
      message: expect.stringContaining('--tiers 3'),
    });
  });

  it('what is refused is told with the permission, and no pod is asked', async () => {
    const components = fakeComponents();
    const { collector } = collect(components, { rules: ['get pods/proxy istio-system'] });
    await until(() => stateOf(collector.statuses(), 'ztunnel-ready').every((is) => is === 'ok'));
    await until(() => stateOf(collector.statuses(), 'waypoint-log').every((is) => is === 'forbidden'));
    expect(components.asked.every((line) => line.includes(' istio-system/'))).toBe(true);
    const waypoint = collector.statuses().find(({ source }) => source === 'waypoint-metrics')!;
    expect(waypoint).toMatchObject({ state: 'forbidden', permission: { verb: 'get', resource: 'pods/proxy' } });
    expect(waypoint.scope).toMatch(`${waypoint.permission!.namespace}/`);
  });

  it('a permission that is taken away ends it at once', async () => {
    const components = fakeComponents();
    const well = components.answer;
    components.answer = (signal, pod) =>
      signal.way === 'proxy' ? failure('forbidden', 'pods is forbidden', { status: 403 }) : well(signal, pod);
    const { collector } = collect(components);
    await until(() => stateOf(collector.statuses(), 'ztunnel-config').every((is) => is === 'ok'));
    const proxied = targetsOf(state).filter(
      ({ signal, pod }) => signal.way === 'proxy' && pod.namespace === 'istio-system',
    );
    const asked = components.asked.filter((line) =>
      proxied.some(({ signal, pod }) => line === `${signal.source} istio-system/${pod.name}`),
    );
    expect(asked.length).toBeLessThan(proxied.length / 2);
    expect(new Set(stateOf(collector.statuses(), 'ztunnel-ready'))).toEqual(new Set(['forbidden']));
    expect(collector.slices().ztunnelReadiness ?? []).toEqual([]);
  });

  it('one pod that does not answer takes nothing away from the others', async () => {
    const components = fakeComponents();
    const well = components.answer;
    const [sick] = targetsOf(state).filter(({ signal }) => signal.source === 'ztunnel-ready');
    const name = `${sick!.pod.namespace}/${sick!.pod.name}`;
    components.answer = (signal, pod) =>
      pod === name ? failure('unreachable', 'Nobody answers there.', { status: 503 }) : well(signal, pod);
    const { collector } = collect(components);
    await until(() => stateOf(collector.statuses(), 'ztunnel-ready').every((is) => is !== 'syncing'));
    const states = stateOf(collector.statuses(), 'ztunnel-ready');
    expect(states.filter((is) => is === 'failed')).toHaveLength(1);
    expect(collector.statuses().find(({ scope, state }) => scope === name && state === 'failed')!.message).toBe(
      'Nobody answers there.',
    );
  });

  it('what a pod that is gone has said is forgotten', async () => {
    const { collector } = collect(fakeComponents());
    await until(() => stateOf(collector.statuses(), 'ztunnel-ready').every((is) => is === 'ok'));
    collector.follow({ ...state, pods: state.pods.filter(({ labels }) => labels['app'] !== 'ztunnel') }, true);
    expect(collector.slices().ztunnelReadiness).toEqual([]);
    expect(collector.statuses().find(({ source }) => source === 'ztunnel-ready')).toMatchObject({
      state: 'not-read',
      scope: null,
    });
  });

  it('a mesh without waypoints has none, unless pods are out of sight', () => {
    const { collector } = collect(fakeComponents());
    const none = { ...state, pods: [] };
    collector.follow(none, true);
    expect(stateOf(collector.statuses(), 'waypoint-log')).toEqual(['unserved']);
    collector.follow({ ...none, pods: [] }, false);
    expect(stateOf(collector.statuses(), 'waypoint-log')).toEqual(['not-read']);
  });
});
