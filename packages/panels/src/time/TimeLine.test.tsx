import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { MeshChange } from './change.ts';
import { TimeLine, timeOfKey } from './TimeLine.tsx';

const moments = ['2026-11-20T14:00:00Z', '2026-11-20T14:02:00Z', '2026-11-20T14:05:00Z'];
const now = Date.parse('2026-11-20T14:10:00Z');
const flip: MeshChange = {
  at: '2026-11-20T14:02:00Z',
  kind: 'link',
  what: 'changed',
  subject: 'a -> b:80',
  namespaces: ['shop'],
  before: 'delivered',
  after: 'blocked',
  sentence: 'a cannot reach b.',
};

const draw = (at: string | null) =>
  renderToStaticMarkup(<TimeLine moments={moments} changes={[flip]} at={at} now={now} onMoment={() => undefined} />);

it('is a slider that says its moment, with what changed marked on it', () => {
  const html = draw('2026-11-20T14:02:00Z');
  expect(html).toContain('type="range"');
  expect(html).toMatch(/aria-valuetext="\d\d:02:00, 8 min ago"/);
  expect(html.match(/data-tone="worse"/g)).toHaveLength(1);
  expect(html).toContain('inset-inline-start:20.00%');
  expect(draw(null)).toContain('aria-valuetext="now"');
});

it('has nothing after now and nothing before the first moment', () => {
  expect(draw(null)).toMatch(/aria-label="Next change" aria-disabled="true"/);
  expect(draw(null)).toMatch(/aria-label="Previous change" aria-disabled="false"/);
  expect(draw(moments[0]!)).toMatch(/aria-label="Previous change" aria-disabled="true"/);
});

describe('timeOfKey', () => {
  const kept = moments.map((at) => Date.parse(at));
  it.each([
    ['ArrowLeft', now, kept[2]],
    ['ArrowLeft', kept[1]!, kept[0]],
    ['ArrowLeft', kept[0]!, kept[0]],
    ['ArrowRight', kept[0]!, kept[1]],
    ['ArrowRight', kept[2]!, null],
    ['PageDown', now, kept[0]],
    ['PageUp', kept[0]!, null],
    ['Home', now, kept[0]],
    ['End', kept[0]!, null],
    ['a', now, undefined],
  ] as const)('%s', (key, from, to) => {
    expect(timeOfKey(key, kept, from)).toBe(to);
  });
});
