/** How a service or workload stands for those who call it: it is not well while its callers do not get through. */
import type { MeshNode, MeshReport } from '@hopscope/core';
import { type LinkLook, lookOf } from '../map/link-look.ts';
import type { MarkState } from '../marks/mark-shape.ts';
import { countOf } from '../reasons/counts.ts';
import { callsOf } from './calls-of.ts';

export interface Standing {
  readonly mark: MarkState;
  readonly sentence: string;
}

const FAILING: readonly LinkLook[] = ['blocked', 'would-block', 'varies', 'degraded'];
const OPEN: readonly LinkLook[] = ['unknown', 'would-pass'];

/** The worse of what was found on it and of what its callers meet. */
export function standingOf(report: MeshReport, nodes: readonly MeshNode[]): Standing {
  const looks = callsOf(report, new Set(nodes.map(({ id }) => id)), 'callers').map(({ id }) =>
    lookOf(report.links[id]),
  );
  const count = (wanted: readonly LinkLook[]): number => looks.filter((look) => wanted.includes(look)).length;
  const [failing, open] = [count(FAILING), count(OPEN)];
  return {
    mark: markOf(ownStates(report, nodes), count(['blocked', 'would-block']), failing, open),
    sentence: words(looks.length, failing, open),
  };
}

type NodeState = MeshReport['nodes'][string]['state'];

const ownStates = (report: MeshReport, nodes: readonly MeshNode[]): NodeState[] =>
  nodes.map(({ id }) => report.nodes[id]?.state ?? 'unknown');

function markOf(own: readonly NodeState[], blocked: number, failing: number, open: number): MarkState {
  if (own.includes('broken') || blocked > 0) return 'broken';
  if (own.includes('degraded') || failing > 0) return 'degraded';
  if (own.length === 0 || own.includes('unknown') || open > 0) return 'unknown';
  return own.includes('latent') ? 'latent' : 'ok';
}

function words(all: number, failing: number, open: number): string {
  if (all === 0) return 'No caller of it is known.';
  const well = all - failing - open;
  const parts = [
    ...(failing > 0 ? [`${failing} ${failing === 1 ? 'does' : 'do'} not, or not always`] : []),
    ...(open > 0 ? [`of ${open} it is not known`] : []),
  ];
  return `${well} of ${countOf(all, 'known caller')} ${well === 1 ? 'gets' : 'get'} through${parts.length === 0 ? '' : `; ${parts.join(', ')}`}.`;
}
