import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, guarded, onServer, pair, SERVER } from '../../scenarios/checks/pair.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import { type FirstSeen, firstSeenAfter } from './first-seen.ts';

const BASE = stateOf(pair({ replicas: 2 }).bundle());
const START = Date.parse(BASE.takenAt);
const timeAt = (second: number): string => new Date(START + second * 1000).toISOString();

/** What a server thinks at each moment of a mesh that it reads again and again. */
function watch(states: readonly MeshState[]) {
  let firstSeen: FirstSeen | undefined;
  return states.map((state) => {
    const known = firstSeen ? { ...state, firstSeen } : state;
    const report = analyze(known);
    firstSeen = firstSeenAfter(known);
    const link = Object.entries(report.links).find(([id]) => id.endsWith('service:shop/server:80'));
    return {
      verdict: link?.[1].verdict ?? 'gone',
      broken: report.causes.filter(({ severity }) => severity === 'broken').map(({ check }) => check),
      settling: (report.settling ?? []).map(({ check }) => check),
      report,
      state: known,
    };
  });
}

/** The mesh at a second, with the callee's pods as they are then. */
const moment = (second: number, change: (pod: Pod) => Pod | null = (pod) => pod): MeshState => ({
  ...BASE,
  takenAt: timeAt(second),
  pods: BASE.pods.flatMap((pod) => (pod.namespace === 'shop' ? (change(pod) ?? []) : [pod])),
});

const unready = (pod: Pod, since: number): Pod => ({
  ...pod,
  ready: false,
  conditions: pod.conditions.map((one) =>
    one.type === 'Ready' ? { ...one, status: 'False', since: timeAt(since) } : one,
  ),
});

const seconds = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('a rollout', () => {
  it('that leaves a Service without ready pods for seconds paints nothing red', () => {
    // Every 100 seconds all pods are exchanged at once; the new ones need 25 seconds.
    const states = seconds(0, 400, 5).map((second) => {
      const begun = second - (second % 100);
      const isNew = second >= 100 && second - begun < 25;
      return moment(second, (pod) => (isNew ? unready({ ...pod, createdAt: timeAt(begun) }, begun) : pod));
    });
    const seen = watch(states);
    expect(seen.flatMap(({ broken }) => broken)).toEqual([]);
    expect(new Set(seen.map(({ verdict }) => verdict))).toEqual(new Set(['delivered', 'unknown']));
    expect(seen.filter(({ verdict }) => verdict === 'unknown').every(({ settling }) => settling.length > 0)).toBe(true);
    expect(seen.filter((_, i) => (i * 5) % 100 >= 25).every(({ verdict }) => verdict === 'delivered')).toBe(true);
  });

  it('that takes pods away before new ones are ready is unknown meanwhile, and says so', () => {
    const [, during] = watch([moment(0), moment(10, (pod) => unready(pod, 5))]);
    const { headline, counts, nodes } = during!.report;
    expect(counts).toMatchObject({ blocked: 0, unknown: 1 });
    expect(headline.second).toMatch(/1 failure has just begun and may pass\./);
    expect(nodes['service:shop/server']?.state).toBe('unknown');
    const { verdict, expected, sentence, traces, settling } = explain(
      during!.state,
      questionOf(`${CLIENT} -> ${SERVER}`),
    );
    expect(expected).toBe('unknown');
    expect(sentence).toMatch(/is unknown, because it began less than 60 seconds ago and may pass: None of the 2 pods/);
    expect([verdict, settling?.map(({ detection }) => detection.check)]).toEqual(['unknown', ['endpoints-not-ready']]);
    expect(traces[0]?.hops.flatMap(({ checks }) => checks).find(({ code }) => code === 'endpoints-not-ready')).toEqual(
      expect.objectContaining({ result: 'note', proof: 'has just begun; it counts once it has lasted 60 seconds' }),
    );
  });

  it('of waypoint pods or of ztunnel leaves the chain unknown, not broken', () => {
    const base = stateOf(guarded({ replicas: 1 }).bundle());
    const states = [0, 10, 70].map((second) => ({
      ...base,
      takenAt: timeAt(second),
      pods: base.pods.map((pod) => (second > 0 && pod.name.startsWith('waypoint') ? unready(pod, 5) : pod)),
    }));
    const chains = watch(states).map(({ report }) => report.chain.find(({ id }) => id === 'waypoint')?.state);
    expect(chains).toEqual(['ok', 'unknown', 'broken']);
  });
});

describe('an outage', () => {
  it('shows no later than its persistence after the transition that tells its start', () => {
    const seen = watch(
      seconds(0, 120, 5).map((second) => moment(second, (pod) => (second < 30 ? pod : unready(pod, 30)))),
    );
    const verdicts = seen.map(({ verdict }, i) => [i * 5, verdict] as const);
    expect(verdicts.filter(([second]) => second < 30).every(([, verdict]) => verdict === 'delivered')).toBe(true);
    expect(
      verdicts.filter(([second]) => second >= 30 && second < 90).every(([, verdict]) => verdict === 'unknown'),
    ).toBe(true);
    expect(verdicts.filter(([second]) => second >= 90).every(([, verdict]) => verdict === 'blocked')).toBe(true);
  });

  it('that no object dates counts from when it was first seen', () => {
    const closed = stateOf(
      pair({ replicas: 2 })
        .networkPolicy('shop/closed', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }, 300)
        .bundle(),
    );
    const at = (state: MeshState, second: number): MeshState => ({ ...state, takenAt: timeAt(second) });
    const seen = watch([at(BASE, 0), ...[20, 40, 79, 80, 100].map((second) => at(closed, second))]);
    expect(seen.map(({ verdict }) => verdict)).toEqual([
      'delivered',
      'unknown',
      'unknown',
      'unknown',
      'blocked',
      'blocked',
    ]);
    expect(seen[1]?.settling).toEqual(['netpol-ingress-blocks-hbone']);
    expect(seen[4]?.broken).toEqual(['netpol-ingress-blocks-hbone']);
  });

  it('that was there before anybody looked shows at once, and so does one that is asked about once', () => {
    const denied = stateOf(pair().authorizationPolicy('shop/nobody', onServer([])).bundle());
    expect(watch([denied])[0]?.verdict).toBe('blocked');
    const [, now] = watch([BASE, { ...denied, takenAt: timeAt(20) }]);
    expect(now?.verdict).toBe('unknown');
    expect(explain(now!.state, questionOf(`${CLIENT} -> ${SERVER}`)).verdict).toBe('unknown');
    expect(explain(now!.state, questionOf(`${CLIENT} -> pod:shop/server-0:8080`)).verdict).not.toBe('delivered');
  });

  it('that comes and goes never holds', () => {
    const states = seconds(0, 300, 10).map((second) =>
      moment(second, (pod) => (second % 40 < 20 ? pod : unready(pod, second - (second % 40) + 20))),
    );
    expect(watch(states).flatMap(({ broken }) => broken)).toEqual([]);
  });

  it('is told the same by a judgement taken over and by one made anew', () => {
    for (const { state, report } of watch(seconds(0, 90, 15).map((second) => moment(second, (pod) => unready(pod, 0)))))
      expect(analyze(JSON.parse(JSON.stringify(state)) as MeshState)).toEqual(report);
  });
});
