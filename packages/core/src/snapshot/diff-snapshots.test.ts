import { describe, expect, it } from 'vitest';
import { hmacWith, sampleSnapshot, sampleState } from '../../scenarios/snapshot-sample.ts';
import { diffSnapshots } from './diff-snapshots.ts';
import type { SnapshotDiff } from './snapshot-diff.ts';

type Snapshot = ReturnType<typeof sampleSnapshot>;

function diffOf(before: Snapshot, after: Snapshot): SnapshotDiff {
  const compared = diffSnapshots(before, after);
  if (!compared.ok) throw new Error(compared.reason);
  return compared.diff;
}

describe('diffSnapshots', () => {
  it('tells in one sentence what stopped and why, and of each link its cause before and after', () => {
    const diff = diffOf(sampleSnapshot('rest', 'full'), sampleSnapshot('waypoint', 'full'));
    expect(diff.sentence).toMatch(
      /^\d+ links that worked or might have worked fail\. New: Waypoint `?shop\/waypoint`? has no running pods/,
    );
    const [flip] = diff.flips;
    expect(flip).toMatchObject({
      before: { verdict: 'delivered', cause: '' },
      after: { verdict: 'blocked', cause: 'waypoint-no-pods Gateway shop/waypoint' },
    });
    expect(diff.paths).toMatchObject([
      {
        ask: 'web/frontend -> shop/cart:80',
        before: { verdict: 'delivered' },
        after: { verdict: 'blocked', cause: 'waypoint-no-pods' },
      },
    ]);
    expect(diff.appear.map(({ check }) => check)).toEqual(['waypoint-no-pods']);
    expect(diff.chain).toContainEqual({ id: 'waypoint:shop/waypoint', before: 'ok', after: 'broken' });
  });

  it('tells the way back as a recovery', () => {
    const diff = diffOf(sampleSnapshot('waypoint', 'full'), sampleSnapshot('rest', 'full'));
    expect(diff.sentence).toMatch(/^\d+ links that failed work again\. 1 reason is gone\.$/);
  });

  it('finds nothing between a snapshot and itself', () => {
    const one = sampleSnapshot('waypoint', 'full');
    const diff = diffOf(one, one);
    expect(diff.sentence).toBe('Nothing that matters changed.');
    expect([diff.flips, diff.policies, diff.chain, diff.nodes.changed, diff.gaps]).toEqual([[], [], [], [], []]);
  });

  it('tells nodes, links, policies and releases that came, went or changed', () => {
    const before = sampleState('rest');
    const after = structuredClone(before);
    after.services = after.services.filter(({ name }) => name !== 'pricing');
    after.authorizationPolicies = after.authorizationPolicies.map((policy, i) =>
      i === 0 ? { ...policy, action: 'DENY' } : policy,
    );
    after.peerAuthentications = [];
    for (const pod of after.pods)
      for (const container of pod.containers)
        if (container.name === 'discovery') container.image = 'docker.io/istio/pilot:1.99.0';
    const diff = diffOf(
      sampleSnapshot('rest', 'full', { state: before }),
      sampleSnapshot('rest', 'full', { state: after }),
    );
    expect(diff.nodes.removed).toContain('service:shop/pricing');
    expect(diff.links.removed.map(({ id }) => id).join()).toContain('service:shop/pricing');
    expect(diff.policies.map(({ what }) => what)).toEqual(expect.arrayContaining(['changed', 'removed']));
    expect(diff.versions).toContainEqual({ component: 'istiod', before: expect.any(String), after: '1.99.0' });
  });

  it('works across redaction where the pair is the same, with the same flips', () => {
    const pair = { pair: 'p1', hmac: hmacWith('pair') };
    const shapes = diffOf(sampleSnapshot('rest', 'shape', pair), sampleSnapshot('waypoint', 'shape', pair));
    const plain = diffOf(sampleSnapshot('rest', 'full'), sampleSnapshot('waypoint', 'full'));
    expect(shapes.flips.length).toBe(plain.flips.length);
    expect(shapes.nodes.added).toEqual([]);
    expect(shapes.notes).toEqual([]);
  });

  it('refuses names that cannot be matched, and says what to do', () => {
    const one = sampleSnapshot('rest', 'shape', { hmac: hmacWith('1') });
    const compared = diffSnapshots(one, sampleSnapshot('rest', 'shape', { hmac: hmacWith('2') }));
    expect(compared).toMatchObject({ ok: false, reason: expect.stringContaining('same pair name') });
    expect(diffSnapshots(one, sampleSnapshot('rest', 'full')).ok).toBe(false);
  });

  it('of two team snapshots with different keys compares all but the outside', () => {
    const one = sampleSnapshot('rest', 'team', { hmac: hmacWith('1') });
    const diff = diffOf(one, sampleSnapshot('waypoint', 'team', { hmac: hmacWith('2') }));
    expect([diff.nodes.added, diff.nodes.removed]).toEqual([[], []]);
    expect(diff.flips.length).toBeGreaterThan(0);
    expect(diff.notes[0]).toContain('different keys');
    for (const chapter of ['rest', 'ztunnel'] as const) {
      const [a, b] = ['1', '2'].map((key) => sampleSnapshot(chapter, 'team', { hmac: hmacWith(key) }));
      expect(diffOf(a!, b!)).toMatchObject({
        sentence: 'Nothing that matters changed.',
        chain: [],
        appear: [],
        flips: [],
      });
    }
    const dead = diffOf(one, sampleSnapshot('ztunnel', 'team', { hmac: hmacWith('2') }));
    expect(dead.appear.map(({ check }) => check)).toEqual(
      sampleSnapshot('ztunnel', 'full').causes.map(({ check }) => check),
    );
    expect(dead.chain).toContainEqual({
      id: 'ztunnel of all nodes',
      before: expect.stringMatching(/^\d+ ok/),
      after: expect.stringMatching(/1 broken/),
    });
  });
});
