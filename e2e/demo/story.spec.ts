import { expect } from '@playwright/test';
import { test } from '../fixtures.ts';
import { clickLine, linkOf, linksThat, openChapter, reasonOf, type Spoken, stayIn } from '../mesh-page.ts';

interface Told {
  readonly title: string;
  readonly headline: string;
  readonly links: Partial<Record<Spoken, number>>;
  readonly reason: RegExp;
  readonly blame: string;
  readonly harm: string;
  /** a link that fails, and what its path says */
  readonly failing: { readonly from: string; readonly to: string; readonly port: number };
  readonly sentence: string;
  readonly hop: RegExp;
  readonly evidence: RegExp;
  readonly fix: RegExp;
  readonly code: string;
}

const CHAPTERS: readonly Told[] = [
  {
    title: 'A waypoint loses its pods',
    headline: '15 of 67 links fail, for 1 reason.',
    links: { blocked: 15, works: 49 },
    reason: /^Waypoint shop\/waypoint has no running pods/,
    blame: 'Istio component',
    harm: '15 links',
    failing: { from: 'frontend', to: 'cart', port: 80 },
    sentence: 'web/frontend cannot reach shop/cart:80: Waypoint shop/waypoint has no running pods',
    hop: /^Hop \d, waypoint, blocked here/,
    evidence: /spec\.replicas/,
    fix: /waypoint/,
    code: 'waypoint-no-pods',
  },
  {
    title: 'A ztunnel dies on node-3',
    headline: '9 of 67 links fail and 36 fail in part, for 1 reason.',
    links: { blocked: 9, 'differs by backend': 36, 'degraded: some requests fail or are slow': 12 },
    reason: /^ztunnel on node node-3 keeps crashing/,
    blame: 'Istio component',
    harm: '57 links',
    failing: { from: 'cart', to: 'orders-db', port: 5432 },
    sentence: 'shop/cart cannot reach data/orders-db:5432: ztunnel on node node-3 keeps crashing',
    hop: /^Hop \d, node proxy, blocked here/,
    evidence: /CrashLoopBackOff/,
    fix: /log|ztunnel/,
    code: 'ztunnel-crashloop',
  },
  {
    title: 'A NetworkPolicy forgets 15008',
    headline: '4 of 67 links fail, for 1 reason.',
    links: { blocked: 4, works: 60 },
    reason: /^NetworkPolicy data\/orders-db admits port 5432, but mesh traffic arrives on port 15008/,
    blame: 'Kubernetes',
    harm: '4 links',
    failing: { from: 'cart', to: 'orders-db', port: 5432 },
    sentence: 'shop/cart cannot reach data/orders-db:5432: NetworkPolicy data/orders-db admits port 5432',
    hop: /^Hop \d, network, blocked here/,
    evidence: /ports 5432 only/,
    fix: /15008/,
    code: 'netpol-ingress-blocks-hbone',
  },
  {
    title: "A policy forgets the waypoint's identity",
    headline: '5 of 67 links fail, for 1 reason.',
    links: { blocked: 5, works: 59 },
    reason: /^payments\/ledger refuses the waypoint: policy payments\/ledger-only-api/,
    blame: 'Configuration',
    harm: '5 links',
    failing: { from: 'checkout', to: 'ledger', port: 80 },
    sentence: 'web/checkout cannot reach payments/ledger:80: payments/ledger refuses the waypoint',
    hop: /^Hop \d, node proxy, blocked here/,
    evidence: /caller seen by ztunnel/,
    fix: /ledger-waypoint/,
    code: 'waypoint-identity-not-allowed',
  },
  {
    title: 'A rollout goes wrong',
    headline: '5 of 67 links fail, for 1 reason.',
    links: { blocked: 5, works: 60 },
    reason: /^shop\/pricing cannot start: ImagePullBackOff/,
    blame: 'Application',
    harm: '5 links',
    failing: { from: 'cart', to: 'pricing', port: 80 },
    sentence: 'shop/cart cannot reach shop/pricing:80: shop/pricing cannot start: ImagePullBackOff',
    hop: /^Hop \d, network, blocked here/,
    evidence: /ImagePullBackOff/,
    fix: /image/,
    code: 'app-image-or-config-error',
  },
];

for (const told of CHAPTERS) {
  test(`${told.title}: red links, one reason, and a path that says where`, async ({ page }) => {
    await openChapter(page, told.title);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(told.headline);
    for (const [spoken, count] of Object.entries(told.links))
      await expect(linksThat(page, spoken as Spoken)).toHaveCount(count);

    const reason = reasonOf(page, told.reason);
    await expect(reason).toHaveCount(1);
    await expect(reason).toContainText(told.blame);
    await expect(reason).toContainText(told.harm);
    await reason.getByText('Evidence', { exact: true }).click();
    await expect(reason.getByText(told.evidence).first()).toBeVisible();

    const { from, to, port } = told.failing;
    await clickLine(page, linkOf(page, from, to, port));
    const details = page.getByRole('region', { name: `Selected: ${from} → ${to}:${port}` });
    await expect(details).toContainText('blocked');
    await expect(details).toContainText(told.blame);
    await details.getByRole('link', { name: /Explain this path/ }).click();

    await expect(page).toHaveURL(/\/path\?from=/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(told.sentence);
    const hop = page.getByRole('list', { name: 'Hops in walking order' }).getByRole('button', { name: told.hop });
    await expect(hop).toHaveAttribute('aria-expanded', 'true');
    const panel = page.getByRole('region', { name: /^Hop \d, / });
    await expect(panel.getByRole('table', { name: 'Evidence' }).first()).toContainText(told.evidence);
    await expect(panel).toContainText(told.code);
    await expect(panel.getByRole('heading', { name: 'What would mend it' })).toBeVisible();
    await expect(panel).toContainText(told.fix);
  });
}

for (const title of ['At rest', 'All heals']) {
  test(`${title}: nothing red, and what cannot be judged is shown as that, with the permission it takes`, async ({
    page,
  }) => {
    await openChapter(page, title);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 64 links that can be judged work.');
    await expect(linksThat(page, 'works')).toHaveCount(64);
    await expect(linksThat(page, 'should work, not confirmed')).toHaveCount(3);
    await expect(linksThat(page, 'blocked')).toHaveCount(0);
    await expect(linkOf(page, 'checkout', 'shipping', 80)).toHaveAccessibleName(/should work, not confirmed$/);
    await expect(page.getByRole('region', { name: 'Reasons' })).toContainText('No check found anything broken.');

    const gaps = page.getByRole('region', { name: 'Cannot be judged' });
    await expect(gaps).toContainText('3 links');
    await gaps.getByText('Which permission is missing?').click();
    await expect(gaps).toContainText('kubectl auth can-i list gateways.gateway.networking.k8s.io -n partner');
  });
}

test('what was red is green again, without a reload', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  await expect(linkOf(page, 'frontend', 'cart', 80)).toHaveAccessibleName(/: blocked$/);
  await stayIn(page, 'All heals');
  await expect(linkOf(page, 'frontend', 'cart', 80)).toHaveAccessibleName(/: works$/);
  await expect(linksThat(page, 'blocked')).toHaveCount(0);
});

test('the chain names the part that is down, node by node', async ({ page }) => {
  await openChapter(page, 'A ztunnel dies on node-3');
  const chain = page.getByRole('region', { name: 'What the mesh depends on' });
  await chain.getByRole('button', { name: /^Node proxies/ }).click();
  const cells = chain.getByRole('list', { name: 'Node proxies' }).getByRole('listitem');
  await expect(cells).toHaveCount(4);
  await expect(cells.first()).toContainText('node-3');
  await expect(chain.getByRole('button', { name: /^Node proxies/ })).toContainText('ztunnel 3 of 4');
});

test('a reason shows the links that it breaks, and all links again', async ({ page }) => {
  await openChapter(page, 'A NetworkPolicy forgets 15008', '/?view=table');
  const rows = page.getByRole('grid').getByRole('row').filter({ hasText: ':' });
  await expect(rows).toHaveCount(67);
  const reason = reasonOf(page, /^NetworkPolicy data\/orders-db/);
  await reason.getByRole('button', { name: 'Show the 4 paths' }).click();
  await expect(rows).toHaveCount(4);
  await reason.getByRole('button', { name: 'Show everything' }).click();
  await expect(rows).toHaveCount(67);
});

test('the code of a reason leads to what its check looks for, on a page of its own', async ({ page }) => {
  await openChapter(page, 'A waypoint loses its pods');
  const reason = reasonOf(page, /^Waypoint shop\/waypoint has no running pods/);
  const opening = page.waitForEvent('popup');
  await reason.getByRole('link', { name: 'waypoint-no-pods' }).click();
  const described = await opening;
  await expect(described).toHaveURL(/\/checks#waypoint-no-pods$/);
  const check = described.getByRole('article').filter({ hasText: 'A waypoint has no pods' });
  await expect(check).toBeInViewport();
  await expect(check).toContainText('What looks like it and is not');
});

test('the story plays, pauses and goes on', async ({ page, request }) => {
  await openChapter(page, 'At rest');
  const story = page.getByRole('complementary', { name: 'The demo’s story' });
  await story.getByRole('button', { name: 'Play' }).click();
  await expect(story.getByRole('combobox')).toHaveValue('');
  const left = async (): Promise<number | null> => (await (await request.get('/api/v1/demo')).json()).secondsLeft;
  const before = await left();
  expect(before).not.toBeNull();
  await expect.poll(left).toBeLessThan(before!);
  await story.getByRole('button', { name: 'Pause' }).click();
  await expect(story.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(await left()).toBeNull();
});
