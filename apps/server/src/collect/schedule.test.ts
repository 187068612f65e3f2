import { describe, expect, it } from 'vitest';
import { createBucket } from './bucket.ts';
import { type Ask, createSchedule, type Schedule } from './schedule.ts';
import { SIGNALS } from './signals.ts';
import { type Target, targetKey } from './targets.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** ztunnel and istio-cni on every node, one istiod. */
function meshOf(nodes: number): Target[] {
  const targets: Target[] = [];
  const add = (component: string, name: string, node: string): void => {
    for (const signal of SIGNALS)
      if (signal.component === component) targets.push({ signal, pod: { namespace: 'istio-system', name }, node });
  };
  add('istiod', 'istiod-1', 'node-0');
  for (let i = 0; i < nodes; i++) {
    add('ztunnel', `ztunnel-${i}`, `node-${i}`);
    add('cni', `cni-${i}`, `node-${i}`);
  }
  return targets;
}

interface Asked extends Ask {
  at: number;
}

interface World {
  schedule: Schedule;
  asked: Asked[];
  now: number;
  /** Lets time pass; each answer takes as long as `tookMs` says. */
  run(ms: number): void;
}

interface Manners {
  perSecond?: number;
  first?: number;
  dumpBytes?: number;
  bytesPerSecond?: number;
  ok?: (target: Target, now: number) => boolean;
}

function world(targets: readonly Target[], manners: Manners = {}): World {
  const { perSecond = 5, first = 5, dumpBytes = 200_000, bytesPerSecond = 1 << 20, ok = () => true } = manners;
  const requests = createBucket({ perSecond, most: 10, first }, 0);
  const bytes = createBucket({ perSecond: bytesPerSecond, most: bytesPerSecond }, 0);
  const schedule = createSchedule({ requests, bytes }, () => 0.5);
  schedule.setTargets(targets);
  const answers: { at: number; target: Target }[] = [];
  const it: World = {
    schedule,
    asked: [],
    now: 0,
    run(ms) {
      for (const end = it.now + ms; it.now < end; it.now += 50) {
        while (answers[0] !== undefined && answers[0].at <= it.now) {
          const { target } = answers.shift()!;
          const size = target.signal.source === 'ztunnel-config' ? dumpBytes : 1_000;
          schedule.answered(target, ok(target, it.now), size, it.now);
        }
        for (let ask = schedule.next(it.now); ask !== null; ask = schedule.next(it.now)) {
          it.asked.push({ ...ask, at: it.now });
          answers.push({ at: it.now + 50, target: ask.target });
        }
      }
    },
  };
  return it;
}

const gaps = (asked: readonly Asked[], source: string, name: string): number[] => {
  const times = asked.filter(({ target }) => target.signal.source === source && target.pod.name === name);
  return times.slice(1).map(({ at }, i) => at - times[i]!.at);
};

const dumpsIn = (asked: readonly Asked[]): Asked[] =>
  asked.filter(({ target }) => target.signal.source === 'ztunnel-config');

describe('a small mesh', () => {
  it('is asked as often as each signal wants', () => {
    const it = world(meshOf(3), { first: 100 });
    it.run(10 * MINUTE);
    for (const signal of SIGNALS.filter(({ component }) => component === 'ztunnel'))
      for (const gap of gaps(it.asked, signal.source, 'ztunnel-1')) {
        expect(gap).toBeGreaterThanOrEqual(signal.everyMs * 0.9);
        expect(gap).toBeLessThanOrEqual(signal.everyMs * 1.1 + SECOND);
      }
    expect(dumpsIn(it.asked).every(({ ownNode }) => ownNode === undefined)).toBe(true);
  });

  it('is asked four times less often while nobody looks, and at once when somebody comes', () => {
    const it = world(meshOf(3), { first: 100 });
    it.run(MINUTE);
    it.schedule.setWatched(false);
    it.run(20 * MINUTE);
    const idle = gaps(
      it.asked.filter(({ at }) => at > 2 * MINUTE),
      'ztunnel-metrics',
      'ztunnel-0',
    );
    for (const gap of idle) expect(gap).toBeGreaterThanOrEqual(54 * SECOND);
    it.schedule.setWatched(true);
    const before = it.asked.length;
    it.run(16 * SECOND);
    const metrics = it.asked.slice(before).filter(({ target }) => target.signal.source === 'ztunnel-metrics');
    expect(new Set(metrics.map(({ target }) => target.pod.name)).size).toBe(3);
  });
});

describe('a large mesh', () => {
  it('never sees more than the budget, and everybody gets a turn', () => {
    const targets = meshOf(100);
    const it = world(targets, { perSecond: 3 });
    it.run(30 * MINUTE);
    for (let from = 0; from < 30 * MINUTE; from += MINUTE) {
      const inMinute = it.asked.filter(({ at }) => at >= from && at < from + MINUTE).length;
      expect(inMinute).toBeLessThanOrEqual(3 * 60 + 10);
    }
    expect(new Set(it.asked.map(({ target }) => targetKey(target))).size).toBe(targets.length);
    // What is to be asked twice as often is asked twice as often.
    const count = (source: string) => it.asked.filter(({ target }) => target.signal.source === source).length;
    expect(count('ztunnel-metrics') / count('ztunnel-ready')).toBeGreaterThan(1.7);
    const worst = Math.max(...gaps(it.asked, 'ztunnel-metrics', 'ztunnel-99'));
    const period = it.schedule.periodMs(targets.find(({ signal }) => signal.source === 'ztunnel-metrics')!);
    expect(worst).toBeLessThan(3 * period);
  });

  it('the first whole dump comes at once, then they go round as slowly as their size asks for', () => {
    const it = world(meshOf(100), { dumpBytes: 20 << 20, first: 300, perSecond: 50 });
    it.run(60 * MINUTE);
    const dumps = dumpsIn(it.asked);
    expect(dumps[0]!.at).toBeLessThan(SECOND);
    expect(dumps[0]!.ownNode).toBeUndefined();
    expect((dumps.length * 20) / (60 * 60)).toBeLessThan(1.1);
    expect(dumps.length).toBeGreaterThan(150);
    const whole = new Set(dumps.filter(({ ownNode }) => ownNode === undefined).map(({ target }) => target.pod.name));
    expect(whole.size).toBe(1);
    expect(new Set(dumps.map(({ target }) => target.node)).size).toBe(100);
    for (const { ownNode, target } of dumps) if (ownNode !== undefined) expect(ownNode).toBe(target.node);
  });

  it('another dump is kept whole when the one that was does not answer', () => {
    const isDown = { now: false };
    const it = world(meshOf(10), {
      dumpBytes: 20 << 20,
      perSecond: 50,
      bytesPerSecond: 100 << 20,
      ok: ({ signal, pod }) => !(isDown.now && signal.source === 'ztunnel-config' && pod.name === 'ztunnel-0'),
    });
    it.run(5 * MINUTE);
    isDown.now = true;
    const before = it.asked.length;
    it.run(20 * MINUTE);
    const whole = dumpsIn(it.asked.slice(before)).filter(({ ownNode }) => ownNode === undefined);
    expect(new Set(whole.map(({ target }) => target.pod.name)).size).toBe(2);
  });
});

describe('failures', () => {
  it('one pod that fails is asked again soon, then ever more seldom, and as before when it answers', () => {
    let down = true;
    const it = world(meshOf(3), { first: 100, ok: ({ pod }) => !(down && pod.name === 'ztunnel-1') });
    it.run(30 * MINUTE);
    const failing = gaps(it.asked, 'ztunnel-metrics', 'ztunnel-1');
    expect(failing[0]).toBeLessThan(12 * SECOND);
    expect(failing.slice(1, 4).map((gap) => Math.round(gap / SECOND / 15))).toEqual([2, 4, 8]);
    expect(Math.max(...failing)).toBeLessThanOrEqual(16 * MINUTE);
    expect(gaps(it.asked, 'ztunnel-metrics', 'ztunnel-0').every((gap) => gap < 20 * SECOND)).toBe(true);
    down = false;
    it.run(20 * MINUTE);
    expect(gaps(it.asked, 'ztunnel-metrics', 'ztunnel-1').at(-1)).toBeLessThan(20 * SECOND);
  });

  it('a signal that no pod answers is tried on one pod at a time, and on all again after one answer', () => {
    let down = true;
    const it = world(meshOf(50), {
      first: 300,
      ok: ({ signal }) => !(down && signal.source === 'cni-metrics'),
    });
    const count = (from: number) =>
      it.asked.slice(from).filter(({ target }) => target.signal.source === 'cni-metrics').length;
    it.run(10 * MINUTE);
    expect(count(0)).toBeLessThan(25);
    down = false;
    const before = it.asked.length;
    it.run(15 * MINUTE);
    expect(count(before)).toBeGreaterThan(100);
  });
});

describe('what a person waits for', () => {
  const named = (targets: readonly Target[], source: string, name: string) =>
    targets.filter(({ signal, pod }) => signal.source === source && pod.name === name);

  it('goes first, whole, and not twice within ten seconds', () => {
    const targets = meshOf(100);
    const it = world(targets, { dumpBytes: 20 << 20 });
    it.run(20 * MINUTE);
    const wanted = [...named(targets, 'ztunnel-config', 'ztunnel-42'), ...named(targets, 'ztunnel-log', 'ztunnel-42')];
    const before = it.asked.length;
    it.schedule.want(wanted, it.now);
    it.run(SECOND);
    const first = it.asked.slice(before, before + 2);
    expect(first.map(({ target }) => target.signal.source).sort()).toEqual(['ztunnel-config', 'ztunnel-log']);
    expect(first.every(({ ownNode }) => ownNode === undefined)).toBe(true);
    const after = it.asked.length;
    for (let i = 0; i < 5; i++) {
      it.schedule.want(wanted, it.now);
      it.run(SECOND);
    }
    expect(it.asked.slice(after).filter(({ target }) => wanted.includes(target))).toEqual([]);
  });

  it('is asked even where it failed before', () => {
    const targets = meshOf(2);
    const it = world(targets, { ok: ({ pod }) => pod.name !== 'ztunnel-1', first: 100 });
    it.run(30 * MINUTE);
    const wanted = named(targets, 'ztunnel-log', 'ztunnel-1');
    const before = it.asked.length;
    it.schedule.want(wanted, it.now);
    it.run(SECOND);
    expect(it.asked.slice(before).map(({ target }) => target)).toContain(wanted[0]);
  });
});

it('forgets who is gone and begins with who is new', () => {
  const it = world(meshOf(3), { first: 100 });
  it.run(MINUTE);
  it.schedule.setTargets(meshOf(4).filter(({ node }) => node !== 'node-1'));
  const before = it.asked.length;
  it.run(SECOND);
  const now = new Set(it.asked.slice(before).map(({ target }) => target.node));
  expect([now.has('node-1'), now.has('node-3')]).toEqual([false, true]);
});
