/** What people write on a snapshot after it was sealed: one entry after the other, none of them ever changed. */
import { type Static, Type } from 'typebox';

export const Annotation = Type.Object({
  at: Type.String(),
  who: Type.String(),
  what: Type.Enum(['comment', 'title', 'pinned', 'unpinned']),
  /** the comment, the new title, or the reason of a pin */
  text: Type.String(),
});
export type Annotation = Static<typeof Annotation>;

/** What follows from the entries so far. */
export interface Annotated {
  /** put off its end, by whom and why; null = it ends as it was published */
  pin: { by: string; at: string; reason: string } | null;
  comments: number;
  /** how many entries there are */
  annotations: number;
}

export const BARE: Annotated = { pin: null, comments: 0, annotations: 0 };
export const MOST_ANNOTATIONS = 200;

/** What one entry more makes of a record. */
export function annotated<T extends Annotated & { title: string }>(before: T, entry: Annotation): T {
  const { at, who, what, text } = entry;
  const next = { ...before, annotations: before.annotations + 1 };
  if (what === 'comment') return { ...next, comments: before.comments + 1 };
  if (what === 'title') return { ...next, title: text };
  return { ...next, pin: what === 'pinned' ? { by: who, at, reason: text } : null };
}
