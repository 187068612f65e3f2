import type { MeshReport, PathQuery, PathResult } from '@hopscope/core';

/** What a source says about its own line; the page shows it with the age of the report. */
export type LineState = 'connecting' | 'live' | 'lost' | 'fixed';

export interface ReportEvents {
  readonly onReport: (report: MeshReport) => void;
  readonly onLine: (line: LineState) => void;
}

/** Where reports come from: a server (`live`) or a file that the browser judges by itself (`offline`). */
export interface ReportSource {
  readonly kind: 'live' | 'offline';
  /** tells this source from every other, as a key of caches */
  readonly id: string;
  /** what the page says it looks at: a file's name; '' = the server's cluster */
  readonly title: string;
  readonly readReport: (signal: AbortSignal) => Promise<MeshReport>;
  readonly explain: (query: PathQuery, signal: AbortSignal) => Promise<PathResult>;
  /** Tells of later reports until the returned function is called. */
  readonly subscribe: (events: ReportEvents) => () => void;
}

/** An answer that is no report: `code` is the server's stable code, `message` a sentence for the reader. */
export class SourceError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
