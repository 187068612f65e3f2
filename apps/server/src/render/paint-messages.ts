/** What the main thread and the one that paints say to one another. */

import type { SnapshotPicture, SnapshotUse } from './snapshot-picture.ts';

/** Where the library and the letters are; handed over when the thread starts. */
export interface PaintTools {
  /** file of the library's module */
  readonly library: string;
  readonly fonts: readonly string[];
}

export type Order = { readonly id: number } & (
  | {
      readonly say: 'paint';
      readonly svg: string;
      /** pixels of the PNG; its height follows */
      readonly width: number;
    }
  | { readonly say: 'snapshot'; readonly file: string; readonly use: SnapshotUse }
);

export type Done = { readonly id: number } & (
  | { readonly say: 'png'; readonly png: Uint8Array }
  | { readonly say: 'drawn'; readonly drawn: SnapshotPicture }
  | { readonly say: 'refused'; readonly why: 'missing' | 'failed'; readonly reason: string }
);
