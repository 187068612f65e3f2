import type { MeshReport } from '@hopscope/core';
import { useMemo } from 'react';
import { AgreementBadge } from '../agreement/AgreementBadge.tsx';
import { isProblemLook, LOOKS } from '../map/link-look.ts';
import type { MapView } from '../map/map-view.ts';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { TimeAgo } from '../marks/TimeAgo.tsx';
import { type RowColumn, RowTable } from './RowTable.tsx';
import { COLUMNS, type Column, type Row, rowsOf, sortRows } from './rows.ts';
import { nextSort, readSort } from './sort-rows.ts';

export interface LinkTableProps {
  readonly view: MapView;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  readonly selected: string;
  readonly shown: readonly string[];
  readonly onSelect: (id: string) => void;
  /** `to`, or `-to` for the other way round */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  /** milliseconds since 1970 */
  readonly now: number;
  readonly isNarrow?: boolean;
}

/** The links of the map as rows: the same filters, the same selection, the same words. */
export function LinkTable(props: LinkTableProps) {
  const { view, report, problemsOnly, selected, shown, onSelect, onSort, now, isNarrow = false } = props;
  const sort = readSort(props.sort, COLUMNS, 'verdict');
  const rows = useMemo(() => {
    const only = new Set(shown);
    return rowsOf(
      view,
      report,
      ({ link, look }) => (!problemsOnly || isProblemLook(look)) && (only.size === 0 || only.has(link.id)),
    );
  }, [view, report, problemsOnly, shown]);
  const sorted = useMemo(
    () => sortRows(rows, sort.column as Column, sort.isReversed),
    [rows, sort.column, sort.isReversed],
  );
  return (
    <RowTable
      caption="Links between services, with their verdicts"
      columns={columnsAt(now)}
      rows={sorted}
      lookOf={({ look }) => look}
      sort={sort}
      onSort={(column) => onSort(nextSort(sort, column))}
      selected={selected}
      onSelect={onSelect}
      isNarrow={isNarrow}
      empty={problemsOnly ? 'No link of this view has a problem.' : 'No calls are known in this view.'}
    />
  );
}

function columnsAt(now: number): readonly RowColumn<Row>[] {
  const cells: Readonly<Record<Column, Omit<RowColumn<Row>, 'id' | 'title'>>> = {
    from: { cell: ({ from }) => from },
    to: { cell: ({ to }) => to, className: 'hs-table-to' },
    verdict: {
      cell: ({ look }) => (
        <>
          <StateIcon state={LOOKS[look].mark} size={15} label="" />
          {LOOKS[look].word}
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
    blame: { cell: ({ blame }) => blame, className: 'hs-table-more' },
    since: { cell: ({ since }) => (since === '' ? '' : <TimeAgo at={since} now={now} />), className: 'hs-table-more' },
    waypoint: { cell: ({ waypoint }) => waypoint, className: 'hs-table-more hs-table-extra' },
    traffic: {
      cell: ({ traffic, agreement }) => (
        <>
          {traffic} {agreement ? <AgreementBadge kind={agreement} /> : null}
        </>
      ),
      className: 'hs-table-more hs-table-extra',
    },
  };
  return COLUMNS.map((column) => ({ ...column, ...cells[column.id] }));
}
