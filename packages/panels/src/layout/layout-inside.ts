/** Cards of one large island: columns by call depth, in a shape that fits a disc. */

/** Picture units of the large map; at scale 1 a card is as large as on the small one. */
export const CARD = { width: 150, height: 28, columnPitch: 192, rowPitch: 40 } as const;
const RIM = 22;
const SWEEPS = 6;

/** Places around the island's middle, by position in `members`. */
export interface Inside {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly radius: number;
}

/** Links among the members, by position in `members`. */
export interface InnerLinks {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Columns from left to right by `levels`; inside a column everything goes near what it is linked to. */
export function layoutInside(levels: ArrayLike<number>, links: InnerLinks): Inside {
  const count = levels.length;
  const columns = splitColumns(levels);
  const row = new Float64Array(count);
  columns.forEach((column) => {
    spread(column, row);
  });
  sortByNeighbours(columns, row, links);
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  columns.forEach((column, index) => {
    for (const member of column) {
      x[member] = (index - (columns.length - 1) / 2) * CARD.columnPitch;
      y[member] = row[member]! * CARD.rowPitch;
    }
  });
  return { x, y, radius: radiusOf(x, y) };
}

/** The disc around all cards. */
export function radiusOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    most = Math.max(most, Math.hypot(Math.abs(x[i]!) + CARD.width / 2, Math.abs(y[i]!) + CARD.height / 2));
  }
  return most + RIM;
}

function splitColumns(levels: ArrayLike<number>): number[][] {
  const count = levels.length;
  const inOrder = Array.from({ length: count }, (_, i) => i).sort((a, b) => levels[a]! - levels[b]! || a - b);
  const wanted = Math.max(1, Math.round(Math.sqrt((count * CARD.rowPitch) / CARD.columnPitch)));
  const rows = Math.ceil(count / wanted);
  return Array.from({ length: Math.ceil(count / rows) }, (_, index) => inOrder.slice(index * rows, (index + 1) * rows));
}

function spread(column: readonly number[], row: Float64Array): void {
  column.forEach((member, index) => {
    row[member] = index - (column.length - 1) / 2;
  });
}

function sortByNeighbours(columns: readonly number[][], row: Float64Array, { from, to }: InnerLinks): void {
  const sum = new Float64Array(row.length);
  const many = new Float64Array(row.length);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    sum.fill(0);
    many.fill(0);
    for (let link = 0; link < from.length; link++) {
      const [a, b] = [from[link]!, to[link]!];
      sum[a]! += row[b]!;
      sum[b]! += row[a]!;
      many[a]!++;
      many[b]!++;
    }
    const wish = (member: number) => (many[member]! > 0 ? sum[member]! / many[member]! : row[member]!);
    for (const column of columns) {
      column.sort((a, b) => wish(a) - wish(b) || a - b);
      spread(column, row);
    }
  }
}
