/** A file and all it imports, as the text of one script for a worker thread (`thread-source.mjs`). */
declare module '*?thread' {
  export const source: string;
}
