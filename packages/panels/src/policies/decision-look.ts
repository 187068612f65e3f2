/** How a decision is shown: shape and word, so that colour is never the only carrier. */
import type { AccessAnswer, AccessDecision, AccessRow } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { countOf } from '../reasons/counts.ts';

export interface DecisionLook {
  readonly mark: MarkState;
  /** in the cell */
  readonly short: string;
  /** in sentences, the legend and spoken */
  readonly word: string;
}

const LOOKS: Readonly<Record<AccessDecision, DecisionLook>> = {
  allowed: { mark: 'delivered', short: 'allowed', word: 'allowed' },
  denied: { mark: 'blocked', short: 'denied', word: 'denied by a policy' },
  depends: { mark: 'varies', short: 'by HTTP', word: 'depends on the HTTP request' },
  varies: { mark: 'latent', short: 'in part', word: 'admitted in part: differs by backend' },
  fails: { mark: 'degraded', short: 'fails', word: 'not refused, but a failure stops all or some of it' },
  'not-routed': { mark: 'not-applicable', short: 'no route', word: 'no route of the gateway leads there' },
  unknown: { mark: 'unknown', short: 'unknown', word: 'unknown' },
};

const UNCONFIRMED: Partial<Record<AccessDecision, DecisionLook>> = {
  allowed: { mark: 'would-pass', short: 'allowed?', word: 'allowed by what was read, not confirmed' },
  denied: { mark: 'would-block', short: 'denied?', word: 'denied by what was read, not confirmed' },
};

export function decisionLook({ decision, confirmed }: Pick<AccessAnswer, 'decision' | 'confirmed'>): DecisionLook {
  return (confirmed ? undefined : UNCONFIRMED[decision]) ?? LOOKS[decision];
}

/** The looks that occur, each once, in the order above. */
export function looksIn(answers: readonly AccessAnswer[]): DecisionLook[] {
  const used = new Set(answers.map(decisionLook));
  return [...Object.values(LOOKS), ...Object.values(UNCONFIRMED)].filter((look) => used.has(look));
}

/** `web/frontend`, or `28 callers of web, shop and 4 more namespaces`. */
export function rowTitle({ callers, ends, namespaces }: AccessRow): string {
  const [first, second] = ends;
  if (callers === 1) return nameOfEnd(first!);
  if (callers === 2) return `${nameOfEnd(first!)}, ${nameOfEnd(second!)}`;
  const places = namespaces.filter((name) => name !== '');
  const shown =
    places.length > 3 ? `${places.slice(0, 2).join(', ')} and ${places.length - 2} more` : places.join(', ');
  return `${countOf(callers, 'caller')}${shown === '' ? '' : ` of ${shown}`}`;
}

type End = AccessRow['ends'][number];

export function nameOfEnd({ kind, namespace, name }: End): string {
  if (kind === 'outside') return 'anybody outside';
  if (kind === 'apiserver') return 'the API server';
  return `${kind === 'gateway' ? 'gateway ' : ''}${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** Rows of which some caller or namespace holds the text. */
export function filterAccess(rows: readonly AccessRow[], text: string): AccessRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...rows];
  return rows.filter(({ ends, namespaces }) =>
    [...namespaces, ...ends.map(nameOfEnd)].some((words) => words.toLowerCase().includes(wanted)),
  );
}
