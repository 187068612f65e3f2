import { type CSSProperties, type ReactNode, useRef } from 'react';
import { useRowWindow } from '../components/row-window.ts';
import type { Sort } from './sort-rows.ts';
import { useRowWalk } from './use-row-walk.ts';
import './table.css';

export interface RowColumn<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** class of its cells */
  readonly className?: string;
}

export interface RowTableProps<T> {
  /** what the rows are, for those who do not see them */
  readonly caption: string;
  /** the first one names the row and opens it */
  readonly columns: readonly RowColumn<T>[];
  readonly rows: readonly T[];
  /** the look or state that its style sheet goes by */
  readonly lookOf: (row: T) => string;
  readonly sort: Sort;
  readonly onSort: (column: string) => void;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** rows are blocks of lines */
  readonly isNarrow: boolean;
  /** said where there is no row */
  readonly empty: string;
}

/** From here on rows have one height, and only those in sight are drawn. */
const LONG = 200;
const ROW_HEIGHT = 34;
const BLOCK_HEIGHT = 78;

/** Rows of any number: sorted by their headers, one stop of Tab, walked by arrows, opened by Enter. */
export function RowTable<T extends { readonly id: string }>(props: RowTableProps<T>) {
  const { caption, columns, rows, sort, onSort, isNarrow } = props;
  const box = useRef<HTMLDivElement>(null);
  const rowHeight = isNarrow ? BLOCK_HEIGHT : ROW_HEIGHT;
  const sight = useRowWindow(box, rows.length, rowHeight, LONG);
  const isLong = rows.length > LONG;
  const walk = useRowWalk({ box, rows, selected: props.selected, sight, rowHeight: isLong ? rowHeight : 0 });
  const pad = (many: number) =>
    many > 0 ? (
      <tr className="hs-table-pad">
        <td colSpan={columns.length} style={{ height: many * rowHeight }} />
      </tr>
    ) : null;
  return (
    <div className="hs-table" ref={box} data-long={isLong} style={{ '--row': `${rowHeight}px` } as CSSProperties}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows walk it, which makes a table a grid
        role="grid"
        onKeyDown={walk.onKeyDown}
        aria-rowcount={rows.length + 1}
        aria-label={caption}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, title, className }) => (
              <th key={id} scope="col" className={className} aria-sort={sortWord(sort, id)}>
                <button type="button" onClick={() => onSort(id)}>
                  {title}
                  <span aria-hidden="true">{id === sort.column ? (sort.isReversed ? ' ↑' : ' ↓') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pad(sight.first)}
          {rows.slice(sight.first, sight.end).map((row, i) => (
            <OneRow
              key={row.id}
              row={row}
              index={sight.first + i}
              isStop={sight.first + i === walk.stop}
              onFocus={() => walk.focusOn(row.id)}
              {...props}
            />
          ))}
          {pad(rows.length - sight.end)}
        </tbody>
      </table>
      {rows.length === 0 ? <p className="hs-table-empty">{props.empty}</p> : null}
    </div>
  );
}

function sortWord(sort: Sort, column: string): 'ascending' | 'descending' | 'none' {
  if (column !== sort.column) return 'none';
  return sort.isReversed ? 'descending' : 'ascending';
}

interface OneRowProps<T> extends RowTableProps<T> {
  readonly row: T;
  readonly index: number;
  readonly isStop: boolean;
  readonly onFocus: () => void;
}

function OneRow<T extends { readonly id: string }>(props: OneRowProps<T>) {
  const { row, index, columns, lookOf, selected, onSelect, isStop, onFocus } = props;
  const [name, ...cells] = columns;
  const isSelected = row.id === selected;
  return (
    <tr
      data-id={row.id}
      data-look={lookOf(row)}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      onClick={() => onSelect(isSelected ? '' : row.id)}
    >
      <th scope="row">
        <button type="button" aria-pressed={isSelected} tabIndex={isStop ? 0 : -1} data-row={index} onFocus={onFocus}>
          {name!.cell(row)}
        </button>
      </th>
      {cells.map(({ id, cell, className }) => (
        <td key={id} className={className}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}
