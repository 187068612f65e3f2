import { analyze, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { type ChapterId, demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { listExamples } from './examples.ts';

function examplesIn(chapter: ChapterId) {
  const read = normalizeBundle(readBundleDocument(demoBundle(chapter, '2026-11-20T14:08:00Z')));
  if (!read.ok) throw new Error(read.reason);
  return listExamples(analyze(read.state));
}

it('starts from links that fail, with their cause', () => {
  const { title, examples } = examplesIn('network-policy');
  expect(title).toBe('These 4 links fail now');
  expect(examples.every(({ state }) => state.verdict === 'blocked')).toBe(true);
  expect(examples[0]!.why).toContain('15008');
});

it('shows what is in doubt where nothing fails', () => {
  const { title, examples } = examplesIn('rest');
  expect(title).toContain('Nothing is known to fail');
  expect(examples[0]!.state.verdict).toBe('unknown');
});
