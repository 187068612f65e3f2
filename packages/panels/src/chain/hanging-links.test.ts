import { analyze, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { hangingLinks } from './hanging-links.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('waypoint', '2026-11-20T10:00:00Z', 10)));
if (!read.ok) throw new Error(read.reason);
const report = analyze(read.state);
const cells = report.chain.flatMap((stage) => stage.cells);

it('has cells that links hang on', () => {
  const kinds = new Set(cells.filter(({ blast }) => blast.links > 0).map(({ id }) => id.split(':', 1)[0]));
  expect([...kinds].sort()).toEqual(['gateway', 'istiod', 'waypoint', 'ztunnel']);
});

it.each(cells.map((cell) => [cell.id, cell.blast.links] as const))(
  'finds for %s the %i links its radius counts',
  (id, links) => {
    expect(hangingLinks(report, id)).toHaveLength(links);
  },
);
