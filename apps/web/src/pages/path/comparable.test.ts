import { analyze, explain, normalizeBundle, parseAsk, readBundleDocument } from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { listComparable } from './comparable.ts';

const read = normalizeBundle(readBundleDocument(demoBundle('identity', '2026-11-20T10:00:00Z', 120)));
if (!read.ok) throw new Error(read.reason);
const { state } = read;
const report = analyze(state);

it('offers callers of the same target that fare otherwise, those that arrive first', () => {
  const failing = report.graph.links.find(({ id }) => report.links[id]?.verdict === 'blocked')!;
  const result = explain(state, failing.query);
  const offered = listComparable(report, result);
  expect(offered.length).toBeGreaterThan(0);
  expect(offered.every(({ verdict }) => verdict !== 'blocked')).toBe(true);
  expect(offered.map(({ ask }) => ask)).not.toContain(result.ask);
  const to = result.ask.split(' -> ')[1]!;
  const [first] = offered;
  expect(parseAsk(first!.ask).ok).toBe(true);
  expect(first!.ask.endsWith(to) || first!.ask.startsWith(result.ask.split(' -> ')[0]!)).toBe(true);
});
