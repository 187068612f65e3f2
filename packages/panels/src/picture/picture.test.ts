import {
  analyze,
  explain,
  type MeshReport,
  mapTexts,
  normalizeBundle,
  type PathResult,
  parseAsk,
  readBundleDocument,
} from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { drawPicture, type PictureSubject } from './picture.ts';
import { elementsOf, readXml, wordsOf } from './read-xml.fixture.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('waypoint', '2026-11-20T10:00:00Z', 10)));
if (!read.ok) throw new Error(read.reason);
const { state } = read;
const report = analyze(state);
const query = parseAsk('web/frontend -> shop/cart:80');
if (!query.ok) throw new Error(query.reason);
const path = explain(state, query.value);
const changes = [{ at: '2026-11-20T09:59:00Z', sentence: 'Deployment `shop/waypoint` was scaled to 0.' }];

const subjectsOf = (mesh: MeshReport, way: PathResult): PictureSubject[] => [
  { kind: 'map', report: mesh, title: '', about: [] },
  { kind: 'map', report: mesh, title: 'shop', about: ['service:shop/cart'] },
  { kind: 'problems', report: mesh, title: '', about: [] },
  { kind: 'path', path: way, cluster: mesh.cluster },
  { kind: 'changes', changes, cluster: mesh.cluster, asOf: mesh.asOf },
  { kind: 'trouble', title: 'Not in this panel', detail: 'There is no shop/nobody here.' },
];
const SIZES = [
  { width: 240, height: 120 },
  { width: 480, height: 640 },
  { width: 1200, height: 630 },
  { width: 2400, height: 1600 },
];

/** What may stand in a picture: shapes and words, with how they look as attributes. */
const ELEMENTS = new Set(['svg', 'title', 'desc', 'g', 'rect', 'circle', 'path', 'text', 'tspan']);
const ATTRIBUTES = new Set([
  ...[
    'xmlns',
    'width',
    'height',
    'viewBox',
    'role',
    'aria-labelledby',
    'font-family',
    'id',
    'x',
    'y',
    'rx',
    'r',
    'cx',
    'cy',
    'd',
  ],
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'transform'],
  ...['font-size', 'font-weight', 'text-anchor'],
]);

function expectHarmless(svg: string): void {
  for (const { name, attributes } of elementsOf(readXml(svg))) {
    expect(ELEMENTS).toContain(name);
    for (const [key, value] of attributes) {
      expect(ATTRIBUTES).toContain(key);
      if (key !== 'xmlns') expect(value).not.toMatch(/url\(|:\/\/|javascript|NaN|Infinity|undefined/);
    }
  }
}

describe.each(SIZES)('at $width by $height', (size) => {
  it.each(['light', 'dark'] as const)(
    'every subject is harmless, told in words and the same each time, %s',
    (theme) => {
      for (const subject of subjectsOf(report, path)) {
        const svg = drawPicture(subject, { ...size, theme });
        expectHarmless(svg);
        expect(drawPicture(structuredClone(subject), { ...size, theme })).toBe(svg);
        const root = readXml(svg);
        expect([root.attributes.get('width'), root.attributes.get('role')]).toEqual([String(size.width), 'img']);
        const [title, desc] = root.children as readonly { name: string }[];
        expect([title!.name, desc!.name]).toEqual(['title', 'desc']);
      }
    },
  );
});

it('tells the verdict, whose problem and the hops to who cannot see it', () => {
  const root = readXml(
    drawPicture({ kind: 'path', path, cluster: 'demo' }, { width: 960, height: 504, theme: 'light' }),
  );
  const [title, desc] = elementsOf(root).slice(1);
  expect(wordsOf(title!)).toBe(path.sentence.replaceAll('`', ''));
  expect(wordsOf(desc!)).toMatch(/Whose problem: Istio component\. .*blocked here\. .*As of 2026-11-20T10:00:00Z\.$/);
});

it('of one service counts the calls that it makes and gets, not those of its neighbours', () => {
  const cart = 'service:shop/cart';
  const own = report.graph.links.filter(({ from, to }) => from === cart || to === cart);
  const failing = own.filter(({ id }) => report.links[id]!.verdict === 'blocked').length;
  const subject: PictureSubject = { kind: 'map', report, title: 'shop/cart', about: [cart] };
  const root = readXml(drawPicture(subject, { width: 960, height: 504, theme: 'light' }));
  expect(failing).toBeGreaterThan(0);
  expect(wordsOf(elementsOf(root)[1]!)).toBe(`shop/cart: ${failing} of ${own.length} calls fail.`);
});

it('says states by shape and word too', () => {
  const words = elementsOf(
    readXml(drawPicture(subjectsOf(report, path)[0]!, { width: 1200, height: 630, theme: 'light' })),
  );
  const texts = words.filter(({ name }) => name === 'text').map(wordsOf);
  expect(texts).toEqual(expect.arrayContaining(['blocked', 'works', 'cart', 'Istio component']));
});

describe('hostile names', () => {
  const HOSTILE = `</text></svg><script>alert(1)</script><image href="https://evil.example/x"/>" onload="x" &y; \u0000\u202e\ud83d`;
  const poisoned = <T>(value: T): T =>
    mapTexts(structuredClone(value), (text) =>
      /[a-z]{3}/.test(text) && !/[:>]/.test(text) ? `${text}${HOSTILE}` : text,
    );

  it('stay words wherever they stand', () => {
    // Names and sentences of people, not the closed words of the schema.
    const nodes = report.graph.nodes.map((node) => ({
      ...node,
      name: `${node.name}${HOSTILE}`,
      namespace: `${node.namespace}${HOSTILE}`,
    }));
    const causes = report.causes.map((cause) => ({
      ...cause,
      sentence: `${cause.sentence}${HOSTILE}`,
      owner: HOSTILE,
    }));
    const headline = { ...report.headline, sentence: `${HOSTILE} of ${HOSTILE}`, stress: HOSTILE, second: HOSTILE };
    const mesh = { ...report, cluster: HOSTILE, graph: { ...report.graph, nodes }, causes, headline };
    const hop = (one: PathResult['traces'][number]['hops'][number]) => ({
      ...one,
      title: `${one.title}${HOSTILE}`,
      detail: HOSTILE,
      checks: one.checks.map((check) => ({ ...check, sentence: `${check.sentence}${HOSTILE}` })),
    });
    const way: PathResult = {
      ...path,
      sentence: HOSTILE,
      ask: HOSTILE,
      traces: path.traces.map((trace) => ({ ...trace, label: HOSTILE, hops: trace.hops.map(hop) })),
    };
    const hostileChanges = poisoned(changes).map((change) => ({ ...change, at: changes[0]!.at }));
    const subjects = [
      ...subjectsOf(mesh, way).slice(0, 4),
      { kind: 'map' as const, report: mesh, title: HOSTILE, about: [] },
      { kind: 'trouble' as const, title: HOSTILE, detail: HOSTILE },
      { kind: 'changes' as const, changes: hostileChanges, cluster: HOSTILE, asOf: mesh.asOf },
    ];
    for (const subject of subjects)
      for (const size of SIZES) {
        const svg = drawPicture(subject, { ...size, theme: 'light' });
        expectHarmless(svg);
        expect(svg).toContain('&lt;/text&gt;');
      }
  });

  it('stress that is not in its sentence, or is one with it, does no harm', () => {
    for (const stress of ['nowhere', 'All', '$&', '']) {
      const headline = { ...report.headline, sentence: 'All links work.', stress };
      const svg = drawPicture(
        { kind: 'map', report: { ...report, headline }, title: '', about: [] },
        { ...SIZES[2]!, theme: 'light' },
      );
      const told = elementsOf(readXml(svg)).find(({ attributes }) => attributes.get('font-size') === '23')!;
      expect(wordsOf(told)).toBe('All links work.');
    }
  });
});

it('an empty mesh is a picture too', () => {
  const empty = analyze({ ...state, pods: [], services: [], controllers: [], gateways: [], serviceEntries: [] });
  for (const size of SIZES)
    expectHarmless(drawPicture({ kind: 'map', report: empty, title: '', about: [] }, { ...size, theme: 'dark' }));
});
