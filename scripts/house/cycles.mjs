// R3: no import cycles. An `import type` is gone after compiling, so it closes no circle.

export function checkCycles(files) {
  const graph = new Map(files.map((file) => [file.path, targetsOf(file)]));
  const done = new Set();
  const found = [];
  const walk = (path, trail) => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) found.push([...trail.slice(seenAt), path]);
    if (seenAt >= 0 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found.map((circle) => ({
    rule: 'R3',
    file: circle[0],
    line: 1,
    message: `import cycle ${circle.join(' → ')}`,
  }));
}

function targetsOf(file) {
  return file.imports.filter(({ target, typeOnly }) => target !== undefined && !typeOnly).map(({ target }) => target);
}
