/** For tests: the small sample mesh with one namespace that no map shows whole. */
import type { MeshReport } from '@hopscope/core';
import { layoutLarge } from '../../layout/layout-large.ts';
import { buildMapView } from '../map-view.ts';
import { SAMPLE_MESH } from '../sample-mesh.ts';
import { buildLargeMesh, structureOf } from './large-mesh.ts';
import { joinStates } from './large-states.ts';
import { lightLarge } from './light-large.ts';
import type { Scene } from './scene.ts';

/** The sample with many well services in the namespace `shop`. */
export function crowded(): MeshReport {
  const pattern = SAMPLE_MESH.graph.nodes[0]!;
  const crowd = Array.from({ length: 400 }, (_, i) => ({
    ...pattern,
    id: `service:shop/extra-${i}`,
    namespace: 'shop',
    name: `extra-${i}`,
  }));
  const states = Object.fromEntries(crowd.map(({ id }) => [id, { state: 'ok' as const, causes: [] }]));
  return {
    ...SAMPLE_MESH,
    graph: { ...SAMPLE_MESH.graph, nodes: [...SAMPLE_MESH.graph.nodes, ...crowd] },
    nodes: { ...SAMPLE_MESH.nodes, ...states },
  };
}

export function sceneOf(report: MeshReport, problemsOnly = false): Scene {
  const view = buildMapView(report, []);
  const structure = structureOf(view);
  const mesh = buildLargeMesh(view, structure, layoutLarge(structure));
  const states = joinStates(mesh, view, report);
  const light = lightLarge(mesh, '', '', []);
  return { mesh, states, light, colours: {} as Scene['colours'], problemsOnly, opened: new Set() };
}
