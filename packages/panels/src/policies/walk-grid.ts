/** Where keys lead in a grid: rows from 0, columns from 0, which is the row's own header. */

export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** The next place, or null where the key means nothing here. Edges hold: nothing wraps around. */
export function walkGrid(
  place: GridPlace,
  key: string,
  { rows, columns, far }: { rows: number; columns: number /** with Ctrl or Command */; far: boolean },
): GridPlace | null {
  const { row, column } = place;
  const at = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(Math.max(nextRow, 0), rows - 1),
    column: Math.min(Math.max(nextColumn, 0), columns - 1),
  });
  switch (key) {
    case 'ArrowRight':
      return at(row, column + 1);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowUp':
      return at(row - 1, column);
    case 'PageDown':
      return at(row + 10, column);
    case 'PageUp':
      return at(row - 10, column);
    case 'Home':
      return at(far ? 0 : row, 0);
    case 'End':
      return at(far ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}
