import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ChangeList, type ChangeListProps } from './ChangeList.tsx';
import type { MeshChange } from './change.ts';

const change = (part: Partial<MeshChange>): MeshChange => ({
  at: '2026-11-20T14:02:00Z',
  kind: 'object',
  what: 'changed',
  subject: 'Service shop/cart',
  namespaces: ['shop'],
  before: '',
  after: '',
  sentence: 'Service shop/cart was changed: ports.',
  ...part,
});

const changes = [
  change({}),
  change({
    kind: 'link',
    subject: 'a -> b:80',
    before: 'delivered',
    after: 'blocked',
    sentence: '`a` cannot reach `b`.',
  }),
  change({
    kind: 'component',
    subject: 'istiod',
    namespaces: [],
    before: 'broken',
    after: 'ok',
    sentence: 'istiod is well.',
  }),
  change({ namespaces: ['data'], subject: 'Service data/db', sentence: 'Service data/db was created.' }),
];

function draw(part: Partial<ChangeListProps> = {}): string {
  const html = renderToStaticMarkup(
    <ChangeList
      changes={changes}
      more={0}
      now={Date.parse('2026-11-20T14:08:00Z')}
      at={null}
      kind=""
      namespace=""
      onKind={() => undefined}
      onNamespace={() => undefined}
      onMoment={() => undefined}
      hrefOf={({ kind, subject }) => (kind === 'object' ? `/o/${subject}` : null)}
      {...part}
    />,
  );
  return html;
}

/** Lines of the list, without the moments around them. */
const linesOf = (html: string): string[] => [...html.matchAll(/<li data-tone.*?<\/li>/g)].map(([line]) => line);

it('tells when, what and whom, objects first, with links to what it is about', () => {
  const html = draw();
  const [object, other, component, link] = linesOf(html);
  expect(html.match(/6 min ago/g)).toHaveLength(1);
  expect(object).toContain('<a href="/o/Service shop/cart">Service shop/cart was changed: ports.</a>');
  expect(other).toContain('Service data/db was created.');
  expect(component).toContain('data-tone="better"');
  expect(component).toContain('the whole mesh');
  expect(link).toContain('aria-label="worse"');
  expect(link).toContain('a cannot reach b.');
});

it('narrows to a kind and a namespace; what concerns the whole mesh stays', () => {
  expect(linesOf(draw({ kind: 'object' }))).toHaveLength(2);
  expect(linesOf(draw({ namespace: 'data' }))).toHaveLength(2);
  const none = draw({ namespace: 'data', kind: 'link' });
  expect(linesOf(none)).toEqual([]);
  expect(none).toContain('Nothing of this kind changed there');
});

it('folds calls that flipped together', () => {
  const flips = ['a', 'b', 'c', 'd'].map((from) => change({ ...changes[1]!, subject: `${from} -> b:80` }));
  expect(draw({ changes: flips })).toContain('<summary>4 calls became worse</summary>');
  const mixed = [...flips, change({ ...changes[1]!, before: 'blocked', after: 'delivered', subject: 'e -> b:80' })];
  expect(draw({ changes: mixed })).toContain('5 calls changed their verdict, 4 became worse, 1 became better');
  expect(draw({ changes: flips.slice(1) })).not.toContain('<summary>');
});

it('marks the moment that is shown', () => {
  expect(draw({ at: '2026-11-20T14:02:00Z' })).toContain('aria-current="true"');
});
