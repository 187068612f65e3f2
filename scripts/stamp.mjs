// A stamp is a file that holds the hash of what a step was made from; the step is skipped while the hash is the same.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './process.mjs';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git', 'test-results', 'playwright-report']);

/** Every file under a folder of the repository, sorted, without what is installed or built. */
export function listFiles(folder) {
  if (!existsSync(folder)) return [];
  const files = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) files.push(...listFiles(path));
    } else if (entry.isFile()) files.push(path);
  }
  return files.sort();
}

/** The folders of the workspace that have a manifest. */
export function listMembers(root = ROOT) {
  const groups = ['packages', 'apps'].map((group) => join(root, group)).filter(existsSync);
  const folders = groups.flatMap((group) => readdirSync(group).map((name) => join(group, name)));
  return [...folders, join(root, 'e2e')].filter((folder) => existsSync(join(folder, 'package.json')));
}

export function hashFiles(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of files) hash.update(`${relative(ROOT, file)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

export function isFresh(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

export function writeStamp(stamp, hash) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

export function removeStamp(stamp) {
  rmSync(stamp, { force: true });
}
