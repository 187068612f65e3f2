// R4 and the table of members: which packages each member may name. R7 and R8: what panels may do.
import { builtinModules } from 'node:module';

const CORE = /^@hopscope\/core(\/|$)/;
const TYPEBOX = /^typebox(\/|$)/;
const YAML = /^yaml$/;
const REACT = /^react(\/jsx-runtime)?$/;

/** A member without `only` may name whatever its manifest declares (the linter's noUndeclaredDependencies) but `never`. */
const MEMBERS = {
  'packages/core': { only: [TYPEBOX, YAML] },
  'packages/panels': { only: [CORE, REACT, /^d3-/] },
  'packages/embed': { only: [CORE, REACT], typesOnly: true },
  'apps/server': {
    never: [/^@hopscope\/(web|embed)/, /^@tanstack\//, /^wouter/],
    once: [/^@hopscope\/panels/, /^react(-dom)?(\/|$)/],
  },
  'apps/web': { never: [/^@hopscope\/(server|embed)/, /^@?fastify(\/|$)/, /^undici$/, /^node:/] },
  e2e: { never: [/^@hopscope\//] },
};

const NETWORK_CALLS = new Set(['fetch', 'EventSource', 'XMLHttpRequest', 'WebSocket']);
const ZOOM = 'packages/panels/src/zoom';

export function memberOf(path) {
  return Object.keys(MEMBERS).find((member) => path.startsWith(`${member}/`));
}

export function checkMembers(files) {
  const found = files.flatMap((file) => (memberOf(file.path) ? checkFile(file, memberOf(file.path)) : []));
  return [...found, ...checkRenderer(files), ...checkZoom(files)];
}

function checkFile(file, member) {
  const table = MEMBERS[member];
  const found = file.imports.flatMap((one) => {
    const message = one.target === undefined ? objectTo(one, table, file.isTest) : objectToPath(one.target, member);
    return message
      ? [
          {
            rule: ruleOf(member, one),
            file: file.path,
            line: one.line,
            message: `imports ${one.specifier}; ${message}`,
          },
        ]
      : [];
  });
  if (member !== 'packages/panels' || file.isTest) return found;
  const calls = file.calls.filter(({ name }) => NETWORK_CALLS.has(name));
  const message = 'panels draw their props; the application fetches';
  return [
    ...found,
    ...calls.map(({ name, line }) => ({ rule: 'R7', file: file.path, line, message: `calls ${name}; ${message}` })),
  ];
}

function ruleOf(member, { specifier }) {
  return member === 'packages/panels' && /^(@tanstack\/|wouter)/.test(specifier) ? 'R7' : 'R4';
}

function objectTo({ specifier, typeOnly }, table, isTest) {
  if (table.never?.some((pattern) => pattern.test(specifier)))
    return 'the table of members in ARCHITECTURE.md forbids it';
  if (!table.only) return '';
  if (isTest && isForTests(specifier)) return '';
  if (!table.only.some((pattern) => pattern.test(specifier))) return `it may import only ${describe(table.only)}`;
  return table.typesOnly && !typeOnly && CORE.test(specifier) ? 'it may import only types of core (import type)' : '';
}

function isForTests(specifier) {
  return (
    /^(vitest|fast-check|react-dom)(\/|$)/.test(specifier) ||
    specifier.startsWith('node:') ||
    builtinModules.includes(specifier)
  );
}

function objectToPath(target, member) {
  if (target.startsWith(`${member}/`)) return '';
  if (member === 'e2e' && target.startsWith('scripts/')) return '';
  return "it reaches into another member's folder; import that package by its name";
}

function describe(patterns) {
  const names = { [CORE]: '@hopscope/core', [TYPEBOX]: 'typebox', [YAML]: 'yaml', [REACT]: 'react' };
  return patterns.map((pattern) => names[pattern] ?? 'd3 modules').join(', ');
}

/** The server draws a picture through one file; every other one knows no React. */
function checkRenderer(files) {
  const patterns = MEMBERS['apps/server'].once;
  const uses = files
    .filter((file) => file.path.startsWith('apps/server/') && !file.isTest)
    .flatMap((file) => usesOf(file, patterns));
  return allButFirstFile(uses).map((use) => ({
    ...use,
    rule: 'R4',
    message: `imports ${use.specifier}; only ${uses[0].file} draws for the server`,
  }));
}

function checkZoom(files) {
  const patterns = [/^d3-(selection|zoom)$/];
  const uses = files.filter((file) => memberOf(file.path)).flatMap((file) => usesOf(file, patterns));
  const outside = uses.filter(({ file }) => !file.startsWith(`${ZOOM}/`) && !file.startsWith(`${ZOOM}.`));
  const inside = uses.filter((use) => !outside.includes(use));
  const message = `React writes the DOM; only one file under ${ZOOM} may hand an element to d3`;
  return [...outside, ...allButFirstFile(inside)].map((use) => ({
    ...use,
    rule: 'R8',
    message: `imports ${use.specifier}; ${message}`,
  }));
}

function usesOf(file, patterns) {
  return file.imports
    .filter(({ specifier }) => patterns.some((pattern) => pattern.test(specifier)))
    .map(({ specifier, line }) => ({ file: file.path, line, specifier }));
}

function allButFirstFile(uses) {
  return uses.filter(({ file }) => file !== uses[0].file);
}
