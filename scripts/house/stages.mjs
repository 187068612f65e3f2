// R2: imports follow the stages of core, in the order a datum walks them.
const STAGES = {
  state: [],
  normalize: ['state'],
  mesh: ['state'],
  graph: ['state', 'mesh'],
  path: ['state', 'mesh', 'graph'],
  checks: ['state', 'mesh', 'graph', 'path'],
  report: ['state', 'normalize', 'mesh', 'graph', 'path', 'checks'],
  snapshot: ['state', 'normalize', 'mesh', 'graph', 'path', 'checks', 'report'],
  question: ['state', 'normalize', 'mesh', 'graph', 'path', 'checks', 'report'],
};

const SRC = 'packages/core/src/';
const SCENARIOS = 'packages/core/scenarios/';

/** Tests are free: a test of an early stage may build its input with a scenario. */
export function checkStages(files) {
  return files
    .filter((file) => !file.isTest)
    .flatMap((file) => (file.path.startsWith(SRC) ? checkStage(file) : checkScenario(file)));
}

function checkStage(file) {
  const stage = stageOf(file.path);
  if (stage === undefined) return [];
  const allowed = STAGES[stage];
  if (!allowed) {
    const known = Object.keys(STAGES).join(', ');
    return [{ rule: 'R2', file: file.path, line: 1, message: `'${stage}' is no stage of core (${known})` }];
  }
  const where = allowed.length === 0 ? 'nothing before it' : allowed.join(', ');
  return relativeImports(file)
    .filter(({ target }) => !isAllowed(target, stage, allowed))
    .map(({ specifier, line }) =>
      violation(file, line, `stage '${stage}' imports ${specifier}; it may import ${where}`),
    );
}

function isAllowed(target, stage, allowed) {
  if (!target.startsWith(SRC)) return false;
  const reached = stageOf(target);
  return reached === stage || allowed.includes(reached);
}

function checkScenario(file) {
  if (!file.path.startsWith(SCENARIOS)) return [];
  const fine = ({ target, typeOnly }) =>
    typeOnly ||
    target === `${SRC}index.ts` ||
    target.startsWith(SCENARIOS) ||
    ['state', 'normalize'].includes(stageOf(target));
  const message = 'a scenario builds input: it may import the public index, state, normalize and types';
  return relativeImports(file)
    .filter((found) => !fine(found))
    .map(({ specifier, line }) => violation(file, line, `imports ${specifier}; ${message}`));
}

function relativeImports(file) {
  return file.imports.filter(({ target }) => target !== undefined);
}

function violation(file, line, message) {
  return { rule: 'R2', file: file.path, line, message };
}

/** 'mesh' for packages/core/src/mesh/ztunnel/ztunnel.ts; undefined for a file of src itself, such as index.ts. */
function stageOf(path) {
  if (!path.startsWith(SRC)) return undefined;
  const [folder, ...rest] = path.slice(SRC.length).split('/');
  return rest.length > 0 ? folder : undefined;
}
