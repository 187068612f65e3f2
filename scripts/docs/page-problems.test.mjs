import { describe, expect, it } from 'vitest';
import { findProblems } from './page-problems.ts';

const AROUND = {
  exists: (path) => ['README.md', 'docs', 'docs/guide.md', 'docs/images/a.png', 'scripts/docs.ts'].includes(path),
  scripts: ['docs'],
};

const judge = (pages) => findProblems(new Map(Object.entries(pages)), AROUND);

describe('pages', () => {
  it('are fine with links, anchors, paths and scripts that are there', () => {
    const pages = {
      'README.md': [
        '# One',
        '[guide](docs/guide.md#two-words-and-code) ![picture](docs/images/a.png) [here](#one) [out](https://example.org/x)',
        '`scripts/docs.ts`, `packages/<name>`, `apps/server/dist`, `mesh.json`, `npm run docs`',
        '```',
        '[not a link](nowhere.md) `packages/nowhere.ts`',
        '```',
      ].join('\n'),
      'docs/guide.md': '## Two words, and `code`\n[back](../README.md)',
    };
    expect(judge(pages)).toEqual([]);
  });

  it.each([
    ['a file', '[a](docs/none.md)', 'README.md:1 links to docs/none.md, which is not there'],
    ['a way out of the repository', '[a](../other.md)', 'README.md:1 links to ../other.md, which is not there'],
    ['a heading', '\n[a](#none)', 'README.md:2 links to #none, and README.md has no such heading'],
    ['a path', '`packages/none.ts`', 'README.md:1 names packages/none.ts, which is not there'],
    ['a page', '`NONE.md`', 'README.md:1 names NONE.md, which is not there'],
    ['a script', 'npm run none', 'README.md:1 names npm run none, and package.json has no such script'],
  ])('name %s that is not there', (_what, text, problem) => {
    expect(judge({ 'README.md': text })).toEqual([problem]);
  });
});
