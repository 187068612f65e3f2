import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'rolldown/utils';

/**
 * A source file as the rules see it: path and folders with '/', relative to the repository; its imports
 * { specifier, line, typeOnly, target }, target being the file a relative specifier names; and the globals it calls.
 */
export function readSourceFile(root, path) {
  const text = readFileSync(`${root}/${path}`, 'utf8');
  const file = { path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0), imports: [], calls: [] };
  file.isTest = /\.(test|spec)\.\w+$/.test(path);
  if (/\.(tsx?|mjs|mts)$/.test(path)) readCode(file);
  return file;
}

function readCode(file) {
  const parsed = parseSync(file.path, file.text);
  const [problem] = parsed.errors;
  if (problem) {
    file.syntaxError = problem.message;
    return;
  }
  const lineOf = (offset) => file.text.slice(0, offset).split('\n').length;
  const addImport = (source, node, typeOnly) => {
    if (typeof source?.value !== 'string') return;
    const target = source.value.startsWith('.') ? posix.join(posix.dirname(file.path), source.value) : undefined;
    file.imports.push({ specifier: source.value, line: lineOf(node.start), typeOnly, target });
  };
  visit(parsed.program, (node) => {
    if (node.type === 'ImportDeclaration') addImport(node.source, node, node.importKind === 'type');
    if (node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration') {
      addImport(node.source, node, node.exportKind === 'type');
    }
    if (node.type === 'ImportExpression') addImport(node.source, node, false);
    if (node.type === 'TSImportType') addImport(node.source ?? node.argument, node, true);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      file.calls.push({ name: nameOf(node.callee), line: lineOf(node.start) });
    }
  });
}

/** `fetch` for fetch(…), and for window.fetch(…) and globalThis.fetch(…) too. */
function nameOf(callee) {
  if (callee.type === 'Identifier') return callee.name;
  const isGlobal = ['window', 'globalThis', 'self'].includes(callee.object?.name);
  return callee.type === 'MemberExpression' && isGlobal ? callee.property.name : '';
}

function visit(node, see) {
  if (Array.isArray(node)) for (const child of node) visit(child, see);
  else if (node && typeof node === 'object') {
    if (typeof node.type === 'string') see(node);
    for (const child of Object.values(node)) if (child && typeof child === 'object') visit(child, see);
  }
}
