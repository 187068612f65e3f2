/** What the main thread and the one that paints say to one another. */

/** Where the library and the letters are; handed over when the thread starts. */
export interface PaintTools {
  /** file of the library's module */
  readonly library: string;
  readonly fonts: readonly string[];
}

export interface PaintOrder {
  readonly id: number;
  readonly svg: string;
  /** pixels of the PNG; its height follows */
  readonly width: number;
}

export type Painted =
  | { readonly id: number; readonly ok: true; readonly png: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly reason: string };
