/** Nodes with what runs on each: one row, as bad as the worse of its two components. */
import type { Cell } from '@hopscope/core';
import { CELL_STATES } from '../chain/worst-first.ts';
import type { Component } from './component-words.ts';

export interface NodeRow {
  readonly node: string;
  readonly state: Cell['state'];
  /** null where there is no such cell */
  readonly cni: Component | null;
  readonly ztunnel: Component | null;
}

/** The worst first, then by name. */
export function nodeRows(cni: readonly Component[], ztunnels: readonly Component[]): NodeRow[] {
  const agents = new Map(cni.map((one) => [one.cell.title, one]));
  const proxies = new Map(ztunnels.map((one) => [one.cell.title, one]));
  const names = new Set([...agents.keys(), ...proxies.keys()]);
  const rows = [...names].map((node): NodeRow => {
    const [agent, proxy] = [agents.get(node) ?? null, proxies.get(node) ?? null];
    return { node, state: worse(agent?.cell.state ?? 'ok', proxy?.cell.state ?? 'ok'), cni: agent, ztunnel: proxy };
  });
  return rows.sort((a, b) => rank(a.state) - rank(b.state) || compareNames(a.node, b.node));
}

const rank = (state: Cell['state']): number => CELL_STATES.indexOf(state);
const worse = (a: Cell['state'], b: Cell['state']): Cell['state'] => (rank(a) <= rank(b) ? a : b);

/** node-2 before node-10. */
const compareNames = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

export interface NodeFilter {
  readonly text: string;
  readonly problemsOnly: boolean;
}

/** Rows that a filter keeps. */
export function filterNodes(rows: readonly NodeRow[], { text, problemsOnly }: NodeFilter): NodeRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(
    ({ node, state, cni, ztunnel }) =>
      (!problemsOnly || state !== 'ok') &&
      (wanted === '' ||
        [node, cni?.cell.detail ?? '', ztunnel?.cell.detail ?? ''].some((words) =>
          words.toLowerCase().includes(wanted),
        )),
  );
}
