import { expect, it } from 'vitest';
import { sampleSnapshot } from '../../scenarios/snapshot-sample.ts';
import { snapshotText } from './snapshot-text.ts';

it('says without the link what fails, why and when', () => {
  const document = sampleSnapshot('waypoint', 'team');
  const lines = snapshotText(document, 'https://mesh.example/s/AAAA').trim().split('\n');
  expect(lines[0]).toBe(document.paths[0]!.sentence.replaceAll('`', ''));
  expect(lines).toContain(document.headline.sentence.replaceAll('`', ''));
  expect(lines.filter((line) => /^- .+ \(blame: [a-z]+\)$/.test(line))).toHaveLength(
    Math.min(3, document.causes.length),
  );
  expect(lines.at(-2)).toMatch(/as of 2026-.*redacted: team$/);
  expect(lines.at(-1)).toBe('https://mesh.example/s/AAAA');
  expect(snapshotText(document, '')).not.toContain('https://mesh');
});

it('is redacted as the snapshot is, and short however much fails', () => {
  const document = sampleSnapshot('waypoint', 'shape');
  const [cause] = document.causes;
  const many = { ...document, causes: Array.from({ length: 30 }, () => cause!) };
  const text = snapshotText(many, '');
  expect(text).not.toMatch(/shop|cart|`/);
  expect(text).toContain('- and 27 more');
  expect(text.split('\n').length).toBeLessThan(12);
});
