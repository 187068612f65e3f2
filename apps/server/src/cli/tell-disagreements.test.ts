import type { MeshReport } from '@hopscope/core';
import { expect, test } from 'vitest';
import { createDisagreementTeller } from './tell-disagreements.ts';

function reportWith(...ids: string[]): MeshReport {
  const links = Object.fromEntries(
    [...ids.map((id) => [id, 'conflict-blocked-succeeding'] as const), ['other', 'confirmed'] as const].map(
      ([id, agreement]) => [id, { agreement, sentence: `Calls over ${id} arrive.` }],
    ),
  );
  return { links, counts: { disagreements: ids.length } } as unknown as MeshReport;
}

test('tells of each disagreement once, and when there is none any more', () => {
  const lines: string[] = [];
  const tell = createDisagreementTeller((line) => lines.push(line));
  for (const report of [
    reportWith(),
    reportWith('a'),
    reportWith('a'),
    reportWith('a', 'b'),
    reportWith(),
    reportWith(),
  ])
    tell(report);
  expect(lines).toEqual([
    'Disagreement: Calls over a arrive.',
    'Disagreement: Calls over b arrive.',
    'Disagreement: none any more.',
  ]);
});

test('counts what is more than a few', () => {
  const lines: string[] = [];
  createDisagreementTeller((line) => lines.push(line))(reportWith(...'abcdefg'));
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toContain('2 more links');
});
