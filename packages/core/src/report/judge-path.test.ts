import { expect, test } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, guarded, pair, SERVER } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import { indexMesh } from '../mesh/mesh.ts';
import { judgePath } from './judge-path.ts';

const verdictOf = (mesh: Mesh): string =>
  judgePath(indexMesh(stateOf(mesh.bundle())), questionOf(`${CLIENT} -> ${SERVER}`)).verdict;

/** Two pods on two nodes, one of which has lost its ztunnel. */
const TWO = { replicas: 2, nodes: ['node-2', 'node-3'] };
const broken = (mesh: Mesh): Mesh => mesh.missing('istio-system/ztunnel', 'node-3');

test('R11: behind a waypoint an HTTP request is tried again, so that one dead endpoint degrades', () => {
  expect(verdictOf(broken(guarded({}, TWO)))).toBe('degraded');
});

test('R11: without a waypoint, or over TCP, nothing is tried again: it varies', () => {
  expect(verdictOf(broken(pair(TWO)))).toBe('varies');
  const tcp = { ...TWO, ports: [{ port: 80, targetPort: 8080, name: 'tcp' }] };
  expect(verdictOf(broken(guarded({}, tcp)))).toBe('varies');
});
