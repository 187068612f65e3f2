import type { MeshReport, PathQuery, PathResult } from '@hopscope/core';
import type { Ends, PodEnd } from './pages/path/ends.ts';

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
  /** Who may call and what may be called, for pickers; `endsOfState` makes them of a state. */
  readonly readEnds: (signal: AbortSignal) => Promise<Ends>;
  /** The pods of one workload; `podsOfState` finds them in a state. */
  readonly readPods: (namespace: string, name: string, signal: AbortSignal) => Promise<readonly PodEnd[]>;
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
