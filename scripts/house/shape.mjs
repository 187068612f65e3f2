// R1: core is compiled against the language alone. R10 and R12: size and names of files. R11: a test beside its source.
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const MOST_LINES = 250;
const FORBIDDEN = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'types', 'manager', 'misc']);
const FORBIDDEN_ENDING = /-(utils?|helpers?|manager|misc)$/;
// One test over all checks at once has the whole catalogue as its source; the properties, the whole engine.
const TESTS_WITHOUT_SOURCE = new Set(['catalogue', 'properties']);

export function checkShape(files, root) {
  const perFile = files.flatMap((file) => [
    checkSyntax(file),
    checkLength(file),
    checkName(file),
    checkTest(file, files),
  ]);
  return [...checkFence(root), ...files.flatMap(checkReference), ...perFile.filter(Boolean)];
}

function checkFence(root) {
  const file = 'packages/core/tsconfig.json';
  if (!existsSync(`${root}/packages/core`)) return [];
  const { lib, types } = resolveOptions(root, file);
  const say = (message) => ({ rule: 'R1', file, line: 1, message });
  return [
    ...(lib?.length === 1 && lib[0].toLowerCase() === 'es2023'
      ? []
      : [say('core must be compiled with "lib": ["ES2023"] and no other')]),
    ...(Array.isArray(types) && types.length === 0 ? [] : [say('core must be compiled with "types": []')]),
  ];
}

function resolveOptions(root, path) {
  if (!existsSync(`${root}/${path}`)) return {};
  const { extends: base, compilerOptions } = JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
  const inherited = base ? resolveOptions(root, posix.join(posix.dirname(path), base)) : {};
  return { ...inherited, ...compilerOptions };
}

/** A triple-slash reference would let another world in past the compiler's settings. */
function checkReference(file) {
  const inCore = file.path.startsWith('packages/core/') && !file.isTest;
  if (!inCore || !/^\s*\/\/\/\s*<reference/m.test(file.text)) return [];
  return [{ rule: 'R1', file: file.path, line: 1, message: 'a /// <reference> opens the fence around core' }];
}

function checkSyntax(file) {
  return file.syntaxError && { rule: 'R4', file: file.path, line: 1, message: `cannot be read: ${file.syntaxError}` };
}

function checkLength(file) {
  const excused = file.text.split('\n', 5).some((line) => /over 250 lines because \S/.test(line));
  if (file.lines <= MOST_LINES || excused) return undefined;
  const message = `${file.lines} lines, at most ${MOST_LINES}; split it, or say in its first lines: over 250 lines because …`;
  return { rule: 'R10', file: file.path, line: MOST_LINES + 1, message };
}

function checkName(file) {
  const names = file.path.split('/').map((name) => name.split('.')[0]);
  const bad = names.find((name) => FORBIDDEN.has(name) || FORBIDDEN_ENDING.test(name));
  return bad && { rule: 'R12', file: file.path, line: 1, message: `'${bad}' says nothing; name it by what it holds` };
}

function checkTest(file, files) {
  // `x.cluster.test.ts` tests `x.ts` against a real cluster, `x.prometheus.test.ts` against a real Prometheus.
  const match = /^(.*\/)?([^/]+?)(?:\.(?:cluster|prometheus))?\.test\.\w+$/.exec(file.path);
  if (!match || TESTS_WITHOUT_SOURCE.has(match[2])) return undefined;
  const stem = `${match[1] ?? ''}${match[2]}`;
  const hasSource = files.some(({ path }) => ['ts', 'tsx', 'mjs'].some((end) => path === `${stem}.${end}`));
  return hasSource
    ? undefined
    : { rule: 'R11', file: file.path, line: 1, message: `no source ${stem}.ts(x) beside it` };
}
