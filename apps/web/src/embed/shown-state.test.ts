import type { MeshReport } from '@hopscope/core';
import { expect, it } from 'vitest';
import type { PanelData } from './panel-reader.ts';
import { shownState } from './shown-state.ts';

const data = (namespaces: readonly string[], changes = 0): PanelData => ({
  asOf: '2026-11-20T10:00:00Z',
  report: { graph: { nodes: namespaces.map((namespace) => ({ namespace })), links: [] } } as unknown as MeshReport,
  crossing: { links: 0, failing: 0 },
  subjects: [],
  path: null,
  changes: Array.from({ length: changes }, () => ({ at: '', what: '', kind: '', subject: '', sentence: '' })),
});
const ready = (namespaces: readonly string[], changes = 0) =>
  ({ state: 'ready', data: data(namespaces, changes) }) as const;

it.each([
  ['map', ready([]), [], 'empty'],
  ['map', ready(['shop']), [], 'ready'],
  ['namespace', ready(['web']), ['shop'], 'empty'],
  ['namespace', ready(['shop']), ['shop'], 'ready'],
  ['changes', ready(['shop']), [], 'empty'],
  ['changes', ready([], 1), [], 'ready'],
  ['problems', ready([]), [], 'ready'],
  ['map', { state: 'loading' } as const, [], 'loading'],
  ['map', { state: 'stale', data: data([]), code: '', message: '' } as const, [], 'stale'],
] as const)('%s, case %#', (panel, reading, namespaces, expected) => {
  expect(shownState(panel, reading, { namespaces })).toBe(expected);
});
