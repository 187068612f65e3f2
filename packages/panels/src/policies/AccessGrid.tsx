import type { AccessMatrix, AccessRow, AccessTarget } from '@hopscope/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { StateIcon } from '../marks/StateIcon.tsx';
import { decisionLook, looksIn, rowTitle } from './decision-look.ts';
import { type GridPlace, walkGrid } from './walk-grid.ts';
import './access-grid.css';

/** A cell by the first of its callers and its target; `to` '' = the whole row. */
export interface AccessPlace {
  readonly from: string;
  readonly to: string;
}

export interface AccessGridProps {
  readonly matrix: AccessMatrix;
  /** of the matrix, those that are shown */
  readonly rows: readonly AccessRow[];
  /** null = none */
  readonly selected: AccessPlace | null;
  readonly onSelect: (place: AccessPlace | null) => void;
}

/** Callers against targets: one stop of Tab, arrows inside; Enter tells what decides. */
export function AccessGrid({ matrix, rows, selected, onSelect }: AccessGridProps) {
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 1 });
  const table = useRef<HTMLTableElement>(null);
  const columns = matrix.targets.length + 1;
  const here = { row: Math.min(place.row, rows.length - 1), column: Math.min(place.column, columns - 1) };
  const press = (event: KeyboardEvent) => {
    const next = walkGrid(here, event.key, { rows: rows.length, columns, far: event.ctrlKey || event.metaKey });
    if (next === null) return;
    event.preventDefault();
    setPlace(next);
    table.current?.querySelector<HTMLElement>(`[data-place="${next.row} ${next.column}"]`)?.focus();
  };
  const button = (row: number, column: number) => ({
    type: 'button' as const,
    'data-place': `${row} ${column}`,
    tabIndex: here.row === row && here.column === column ? 0 : -1,
    onFocus: () => setPlace({ row, column }),
  });
  return (
    <div className="hs-access-box">
      <div className="hs-access-scroll">
        <table
          ref={table}
          className="hs-access"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows walk it, which makes a table a grid
          role="grid"
          aria-label={`Who may call ${matrix.namespace}`}
          onKeyDown={press}
        >
          <thead>
            <tr>
              <th scope="col" className="hs-access-corner">
                Callers
              </th>
              {matrix.targets.map(({ text, service, port }) => (
                <th key={text} scope="col" className="hs-access-target" title={text}>
                  <span>
                    {service}
                    <small>:{port}</small>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.ends[0]!.text}>
                <th scope="row">
                  <button
                    {...button(at, 0)}
                    className="hs-access-caller"
                    aria-pressed={isSelected(selected, row, null)}
                    onClick={() =>
                      onSelect(isSelected(selected, row, null) ? null : { from: row.ends[0]!.text, to: '' })
                    }
                  >
                    {rowTitle(row)}
                  </button>
                </th>
                {matrix.targets.map((target, column) => {
                  const look = decisionLook(matrix.answers[row.cells[column]!]!);
                  const isOpen = isSelected(selected, row, target);
                  return (
                    <td key={target.text} data-mark={look.mark} data-open={isOpen}>
                      <button
                        {...button(at, column + 1)}
                        className="hs-access-cell"
                        data-mark={look.mark}
                        aria-pressed={isOpen}
                        aria-label={`${rowTitle(row)} to ${target.text}: ${look.word}`}
                        onClick={() => onSelect(isOpen ? null : { from: row.ends[0]!.text, to: target.text })}
                      >
                        <StateIcon state={look.mark} size={16} label="" />
                        <span>{look.short}</span>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="hs-access-legend" aria-label="Legend">
        {looksIn(matrix.answers).map(({ mark, word }) => (
          <li key={word}>
            <StateIcon state={mark} size={14} label="" /> {word}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The row that an address names: any of its callers does. */
export function isRowOf(row: AccessRow, from: string): boolean {
  return row.ends.some(({ text }) => text === from);
}

function isSelected(selected: AccessPlace | null, row: AccessRow, target: AccessTarget | null): boolean {
  return selected !== null && selected.to === (target?.text ?? '') && isRowOf(row, selected.from);
}
