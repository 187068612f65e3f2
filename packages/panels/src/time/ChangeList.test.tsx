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

function draw(part: Partial<ChangeListProps> = {}): string[] {
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
  return [...html.matchAll(/<li.*?<\/li>/g)].map(([item]) => item);
}

it('tells when, what and whom, with links to what it is about', () => {
  const [object, link, component] = draw();
  expect(object).toContain('6 min ago');
  expect(object).toContain('<a href="/o/Service shop/cart">Service shop/cart was changed: ports.</a>');
  expect(link).toContain('data-tone="worse"');
  expect(link).toContain('aria-label="worse"');
  expect(link).toContain('a cannot reach b.');
  expect(component).toContain('data-tone="better"');
  expect(component).toContain('the whole mesh');
});

it('narrows to a kind and a namespace; what concerns the whole mesh stays', () => {
  expect(draw({ kind: 'object' })).toHaveLength(2);
  expect(draw({ namespace: 'data' })).toHaveLength(2);
  expect(draw({ namespace: 'data', kind: 'link' })).toEqual([]);
});

it('marks the moment that is shown', () => {
  expect(draw({ at: '2026-11-20T14:02:00Z' })[0]).toContain('aria-current="true"');
});
