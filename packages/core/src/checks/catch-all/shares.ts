/** Failures by place, and the one place that stands out from the others. */

/** What was counted at one place: a node, or an address. */
export interface Share {
  key: string;
  failed: number;
  well: number;
  /** who counted */
  told: { pod: string; source: string; at: string | null };
}

/** Fewer connections at a place tell nothing of it. */
const ENOUGH = 20;
const MANY = 0.3;
const FEW = 0.05;

const totalOf = ({ failed, well }: Share): number => failed + well;

/** The one place where much fails while nearly nothing does at all others together; null where there is none. */
export function standsOut(shares: readonly Share[]): Share | null {
  const known = shares.filter((share) => totalOf(share) >= ENOUGH);
  const bad = known.filter((share) => share.failed / totalOf(share) >= MANY);
  if (bad.length !== 1 || known.length < 2) return null;
  const others = known.filter((share) => share !== bad[0]);
  return others.every((share) => share.failed / totalOf(share) <= FEW) ? bad[0]! : null;
}
