// How much script the first page needs, and of what: the bundler's own chunks, measured as they are sent.
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes, compressed: the entry and everything it imports statically. */
export const MOST_BYTES = 150 * 1024;
const MOST_NAMED = 8;

/** @returns {{ bytes: number, parts: Record<string, number> }} compressed in all; before minifying by package or folder */
export function firstLoadOf(chunks, root) {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const reached = new Set();
  const waiting = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...(byName.get(name)?.imports ?? []));
  }
  const loaded = [...reached].flatMap((name) => byName.get(name) ?? []);
  const bytes = loaded.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  const parts = {};
  for (const { modules } of loaded) {
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const part = partOf(id, root);
      if (renderedLength > 0) parts[part] = (parts[part] ?? 0) + renderedLength;
    }
  }
  return { bytes, parts };
}

/** The package of a library's module, the folder of one of ours. */
function partOf(id, root) {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').split('?')[0];
  const library = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return library ?? relative(root, path).replaceAll('\\', '/').split('/').slice(0, -1).join('/');
}

/** The sentence that stops a build, with what has grown since it was written down; '' while it is small enough. */
export function complainOf({ bytes, parts }, before) {
  if (bytes <= MOST_BYTES) return '';
  const grown = Object.entries(parts)
    .map(([part, size]) => ({ part, by: size - (before[part] ?? 0) }))
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by)
    .slice(0, MOST_NAMED);
  const lines = grown.map(({ part, by }) => `  +${(by / 1024).toFixed(1)} KB  ${part}`);
  return [
    `The first page needs ${(bytes / 1024).toFixed(1)} KB of script, compressed; at most ${MOST_BYTES / 1024} KB are allowed.`,
    'What has grown since apps/web/first-load.json was written, before minifying:',
    ...lines,
    'Import it where it is used, with import(), or from a file of core that has no schema in it.',
  ].join('\n');
}

/** For vite: stops a build whose first page is too large. With HOPSCOPE_RECORD_FIRST_LOAD the sizes are written down. */
export function guardFirstLoad({ root, record }) {
  return {
    name: 'hopscope-first-load',
    apply: 'build',
    writeBundle(_options, bundle) {
      const found = firstLoadOf(
        Object.values(bundle).filter(({ type }) => type === 'chunk'),
        root,
      );
      const complaint = complainOf(found, JSON.parse(readFileSync(record, 'utf8')));
      if (complaint !== '') this.error(complaint);
      if (process.env.HOPSCOPE_RECORD_FIRST_LOAD) {
        const sorted = Object.fromEntries(Object.entries(found.parts).sort(([a], [b]) => (a < b ? -1 : 1)));
        writeFileSync(record, `${JSON.stringify(sorted, null, 2)}\n`);
      }
    },
  };
}
