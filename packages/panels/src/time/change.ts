/** What happened to the mesh, as the list of changes tells it. */

export type ChangeKind = 'object' | 'component' | 'link' | 'cause';

export interface MeshChange {
  /** RFC 3339 */
  readonly at: string;
  readonly kind: ChangeKind;
  readonly what: 'added' | 'removed' | 'changed';
  /** `Kind namespace/name`, id of a link or of a cell of the chain, key of a cause */
  readonly subject: string;
  /** whom it concerns; empty = the whole mesh */
  readonly namespaces: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly sentence: string;
}

/** What a change means to who looks: it made something fail, it mended something, or neither. */
export type Tone = 'worse' | 'better' | 'plain';

export const TONES: readonly Tone[] = ['worse', 'better', 'plain'];

const RANK: Readonly<Record<string, number>> = {
  ok: 0,
  delivered: 0,
  none: 0,
  latent: 1,
  unknown: 1,
  varies: 2,
  degraded: 2,
  blocked: 3,
  broken: 3,
};

/** Objects are neither: what a change of them did is told by the links and reasons beside it. */
export function toneOf({ kind, before, after }: MeshChange): Tone {
  if (kind === 'object') return 'plain';
  const [was, is] = [RANK[before || 'none'] ?? 0, RANK[after || 'none'] ?? 0];
  if (is > was && is > 1) return 'worse';
  return was > is && was > 1 ? 'better' : 'plain';
}

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  object: 'Objects',
  component: 'Components',
  link: 'Calls',
  cause: 'Reasons',
};
