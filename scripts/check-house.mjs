// The rules of the house (ARCHITECTURE.md, R1-R12) that neither the compiler nor the linter can see.
import { relative } from 'node:path';
import { checkCycles } from './house/cycles.mjs';
import { checkMembers } from './house/members.mjs';
import { checkShape } from './house/shape.mjs';
import { readSourceFile } from './house/source-file.mjs';
import { checkStages } from './house/stages.mjs';
import { main, ROOT } from './process.mjs';
import { listFiles } from './stamp.mjs';

const FOLDERS = ['packages', 'apps', 'e2e', 'scripts'];
const SOURCE = /\.(tsx?|mts|mjs|css)$/;

/** Every violation in a tree laid out like this repository: { rule, file, line, message }. */
export function checkHouse(root) {
  const paths = FOLDERS.flatMap((folder) => listFiles(`${root}/${folder}`)).map((path) =>
    relative(root, path).replaceAll('\\', '/'),
  );
  const files = paths
    .filter((path) => SOURCE.test(path) && !path.includes('/fixtures/'))
    .map((path) => readSourceFile(root, path));
  const found = [...checkShape(files, root), ...checkStages(files), ...checkCycles(files), ...checkMembers(files)];
  return found.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

if (process.argv[1] === import.meta.filename) {
  await main(() => {
    const found = checkHouse(ROOT);
    for (const { rule, file, line, message } of found) console.log(`${rule} ${file}:${line} ${message}`);
    return found.length > 0 ? 1 : 0;
  });
}
