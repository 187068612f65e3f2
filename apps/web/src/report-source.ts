import type {
  Drift,
  Enrolment,
  MeshReport,
  PathQuery,
  PathResult,
  Reach,
  Ref,
  SourceStatus,
  TierReport,
} from '@hopscope/core';
import type { GoneParts, MeshChange } from '@hopscope/panels';
import type { PageReads } from './page-reads.ts';
import type { Ends, PodEnd } from './pages/path/ends.ts';

/** What a source says about its own line; the page shows it with the age of the report. */
export type LineState = 'connecting' | 'live' | 'lost' | 'fixed';

/** A report and what it is a report of. */
export interface MeshReading {
  readonly report: MeshReport;
  /** grows whenever what is thought of the mesh changes; an equal report keeps it */
  readonly revision: number;
  readonly mode: 'demo' | 'live' | 'bundle' | 'file';
  /** a context, a file's name */
  readonly label: string;
}

export interface ReportEvents {
  readonly onReading: (reading: MeshReading) => void;
  readonly onLine: (line: LineState) => void;
  /** the source was heard of: what is shown is true at this moment */
  readonly onSeen: () => void;
}

/** Who can reach a target (`to`), or what a caller reaches (`from`); the end is spelled as in an address. */
export interface ReachAsk {
  readonly direction: 'to' | 'from';
  readonly text: string;
}

/** A report of the past, and what had been there shortly before and was no more. */
export interface PastReading extends MeshReading {
  readonly gone: GoneParts;
}

/** What happened, and the moments of which the whole mesh is kept. */
export interface ChangesReading {
  /** the newest first */
  readonly changes: readonly MeshChange[];
  /** further changes that were left out */
  readonly more: number;
  /** the oldest first */
  readonly moments: readonly { readonly at: string }[];
}

/** The past of a source that keeps one. */
export interface PastReads {
  /** The mesh as it was; `at` is RFC 3339. A moment that is not kept is a SourceError that says which are. */
  readonly readMesh: (at: string, signal: AbortSignal) => Promise<PastReading>;
  readonly readChanges: (signal: AbortSignal) => Promise<ChangesReading>;
}

/** What was read and what was not. */
export interface SourcesReading {
  readonly statuses: readonly SourceStatus[];
  readonly tiers: readonly TierReport[];
  /** files that were not understood */
  readonly ignored: readonly { readonly path: string; readonly why: string }[];
}

/** What components believe of an object; null where there is nothing to ask of. */
export interface Beliefs {
  readonly enrolment: Enrolment | null;
  readonly drift: Drift | null;
  readonly asOf: string;
}

/** Where reports come from: a server (`live`) or a file that the browser judges by itself (`offline`). */
export interface ReportSource {
  readonly kind: 'live' | 'offline';
  /** tells this source from every other, as a key of caches */
  readonly id: string;
  readonly readMesh: (signal: AbortSignal) => Promise<MeshReading>;
  /** `at` is a moment of the past; null = now. A source that keeps no past has no other answer for it. */
  readonly explain: (query: PathQuery, signal: AbortSignal, at: string | null) => Promise<PathResult>;
  readonly reach: (ask: ReachAsk, signal: AbortSignal, at: string | null) => Promise<Reach>;
  readonly readSources: (signal: AbortSignal) => Promise<SourcesReading>;
  /** Who may call and what may be called, for pickers; `endsOfState` makes them of a state. */
  readonly readEnds: (signal: AbortSignal) => Promise<Ends>;
  /** The pods of one workload; `podsOfState` finds them in a state. */
  readonly readPods: (namespace: string, name: string, signal: AbortSignal) => Promise<readonly PodEnd[]>;
  /** Whether a workload is in the mesh, and what ztunnels believe of it or of a Service. */
  readonly readBeliefs: (object: Ref, signal: AbortSignal, at: string | null) => Promise<Beliefs>;
  /** null where nothing of the past is kept */
  readonly past: PastReads | null;
  /** what single pages read beyond the report */
  readonly reads: PageReads;
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
