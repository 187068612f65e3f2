import type { MeshReport, NodeState } from '@hopscope/core';
import { useMemo } from 'react';
import type { MapView } from '../map/map-view.ts';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { NODE_COLUMNS, type NodeColumn, type NodeTableRow, nodeRowsOf, sortNodeRows } from './node-table-rows.ts';
import { type RowColumn, RowTable } from './RowTable.tsx';
import { nextSort, readSort } from './sort-rows.ts';

export interface NodeTableProps {
  readonly view: MapView;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** `name`, or `-name` for the other way round */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isNarrow?: boolean;
}

/** The nodes of the map as rows: Services, workloads, gateways and what lies outside. */
export function NodeTable(props: NodeTableProps) {
  const { view, report, problemsOnly, selected, onSelect, onSort, isNarrow = false } = props;
  const sort = readSort(props.sort, NODE_COLUMNS, 'state');
  const rows = useMemo(() => nodeRowsOf(view, report, problemsOnly), [view, report, problemsOnly]);
  const sorted = useMemo(
    () => sortNodeRows(rows, sort.column as NodeColumn, sort.isReversed),
    [rows, sort.column, sort.isReversed],
  );
  return (
    <RowTable
      caption="Services and what else calls and is called, with their states"
      columns={COLUMNS}
      rows={sorted}
      lookOf={({ look }) => look}
      sort={sort}
      onSort={(column) => onSort(nextSort(sort, column))}
      selected={selected}
      onSelect={onSelect}
      isNarrow={isNarrow}
      empty={problemsOnly ? 'Nothing of this view has a problem.' : 'Nothing is known in this view.'}
    />
  );
}

const WORDS: Readonly<Record<NodeState['state'], string>> = {
  broken: 'broken',
  degraded: 'degraded',
  latent: 'at risk',
  unknown: 'cannot be judged',
  ok: 'well',
};

const CELLS: Readonly<Record<NodeColumn, Omit<RowColumn<NodeTableRow>, 'id' | 'title'>>> = {
  name: { cell: ({ name }) => name },
  kind: { cell: ({ kind }) => kind, className: 'hs-table-to' },
  state: {
    cell: ({ state }) => (
      <>
        <StateIcon state={state} size={15} label="" />
        {WORDS[state]}
      </>
    ),
    className: 'hs-table-verdict',
  },
  cause: {
    cell: ({ cause, plainCause }) => (
      <span title={plainCause}>
        <Prose text={cause} />
      </span>
    ),
    className: 'hs-table-cause',
  },
  callers: { cell: ({ callerWords }) => callerWords, className: 'hs-table-more' },
  calls: { cell: ({ callWords }) => callWords, className: 'hs-table-more' },
  pods: { cell: ({ podWords }) => podWords, className: 'hs-table-more' },
  mesh: { cell: ({ mesh }) => mesh, className: 'hs-table-more' },
  waypoint: { cell: ({ waypoint }) => waypoint, className: 'hs-table-more' },
};

const COLUMNS = NODE_COLUMNS.map((column) => ({ ...column, ...CELLS[column.id] }));
