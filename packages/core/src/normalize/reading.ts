/** Everything that is not a Kubernetes object: what a component answered, or why there is no answer. */
import type { ComponentMetrics } from '../state/component-metrics.ts';
import type { ReadingSlice } from '../state/mesh-state.ts';
import type { Permission, SourceState, SourceStatus } from '../state/source-status.ts';
import type { TrafficReading } from '../state/traffic.ts';
import { isRecord, record, shortened, str, time } from './fields.ts';
import { type Content, READERS, type ReadingValue, tellDump } from './reading-content.ts';
import type { Answered, DumpReader } from './ztunnel-config.ts';

/** A reading as the bundle of the contract carries it. */
export interface RawReading {
  source: string;
  /** `namespace/name` of the pod that answered */
  pod?: string;
  at?: string | null;
  body?: unknown;
  text?: string;
  error?: { code: string; message: string } | null;
  query?: string;
}

/** The status of a reading, and its content where this version reads that source. */
export interface NormalizedReading {
  status: SourceStatus;
  value?: ReadingValue;
  /** what a component counted of itself, where the page counts traffic too */
  metrics?: ComponentMetrics;
  /** what grew since an earlier answer of the same pod, per second (`with-rates.ts`) */
  rates?: readonly (TrafficReading | ComponentMetrics)[];
}

/** Where the answers of a source are kept, and its evidence tier. */
const SOURCES: Readonly<Record<string, { tier: number; slice: ReadingSlice }>> = {
  'ztunnel-metrics': { tier: 1, slice: 'traffic' },
  'ztunnel-ready': { tier: 1, slice: 'ztunnelReadiness' },
  'istiod-ready': { tier: 1, slice: 'istiodReadiness' },
  'istiod-metrics': { tier: 1, slice: 'componentMetrics' },
  'istiod-version': { tier: 1, slice: 'versions' },
  'waypoint-metrics': { tier: 1, slice: 'traffic' },
  'gateway-metrics': { tier: 1, slice: 'traffic' },
  'cni-metrics': { tier: 1, slice: 'componentMetrics' },
  'cni-ready': { tier: 1, slice: 'cniReadiness' },
  'ztunnel-config': { tier: 2, slice: 'ztunnelDumps' },
  'istiod-syncz': { tier: 2, slice: 'syncStatus' },
  'istiod-mesh': { tier: 2, slice: 'istiodMeshes' },
  'istiod-ambientz': { tier: 2, slice: 'ambientViews' },
  'waypoint-clusters': { tier: 2, slice: 'envoyClusters' },
  'ztunnel-log': { tier: 3, slice: 'logs' },
  'istiod-log': { tier: 3, slice: 'logs' },
  'waypoint-log': { tier: 3, slice: 'logs' },
  'cni-log': { tier: 3, slice: 'logs' },
  prometheus: { tier: 4, slice: 'traffic' },
};

/** The sources a reading may come from. */
export const READING_SOURCES: readonly string[] = Object.keys(SOURCES);

/** The evidence tier of a source; 0 for one this version does not know. */
export function tierOf(source: string): number {
  return SOURCES[source]?.tier ?? 0;
}

/** The slice of the state that the answers of a source go into. */
export function sliceOfReading(source: string): ReadingSlice | undefined {
  return SOURCES[source]?.slice;
}

/** The permission that a reading of one tier needs, in the namespace of the pod; null where none would help. */
export function permissionOf(tier: number, pod: string | null): Permission | null {
  const namespace = pod?.includes('/') ? pod.slice(0, pod.indexOf('/')) : null;
  const needed: Record<number, [string, string]> = {
    1: ['get', 'pods/proxy'],
    2: ['create', 'pods/portforward'],
    3: ['get', 'pods/log'],
  };
  const found = needed[tier];
  return found === undefined ? null : { verb: found[0], resource: found[1], group: '', namespace };
}

/** One reading. A source this version does not know is carried as a status alone. Never throws. */
export function normalizeReading(reading: RawReading): NormalizedReading {
  const raw = record(reading);
  if (raw['error'] !== undefined && raw['error'] !== null) return { status: failed(reading, raw['error']) };
  const content = contentOf(reading);
  if (content === undefined) return { status: statusOf(reading, 'failed', 'The answer is empty.') };
  const read = Object.hasOwn(READERS, str(raw['source'])) ? READERS[str(raw['source'])] : undefined;
  if (read === undefined) return { status: statusOf(reading, 'ok', '') };
  return readingOf(reading, read(content, answeredOf(reading), str(raw['query'])));
}

/** As `normalizeReading`, of a dump whose members a reader was told one by one. What was taken out of it counts too. */
export function normalizeDump(reading: RawReading, members: DumpReader): NormalizedReading {
  const found = tellDump(members.end(answeredOf(reading)));
  return readingOf(reading, typeof found === 'string' ? found : { ...found, count: members.count() });
}

const answeredOf = ({ pod, at }: RawReading): Answered => ({ pod: str(pod), at: time(at) });

function readingOf(reading: RawReading, found: Content | string): NormalizedReading {
  if (typeof found === 'string') return { status: statusOf(reading, 'failed', found) };
  const { value, metrics, count = 0, message = '', unknownKeys } = found;
  return {
    status: statusOf(reading, 'ok', message, count, unknownKeys),
    ...(value === undefined ? {} : { value }),
    ...(metrics === undefined ? {} : { metrics }),
  };
}

/** The body, or the text; text that is JSON is parsed for the sources whose answer is JSON. */
function contentOf(reading: RawReading): unknown {
  const { body, text } = record(reading);
  const content = body === undefined ? text : body;
  if (typeof content !== 'string' || !/^\s*[[{]|^\s*null\s*$/.test(content)) return content;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    // Not JSON after all: metrics, a log, or cut off. Who needs JSON says that it is unreadable.
    return content;
  }
}

function failed(reading: RawReading, error: unknown): SourceStatus {
  const code = isRecord(error) ? str(error['code']).toLowerCase() : '';
  const told = isRecord(error) ? str(error['message']) || code : error;
  const message = shortened(told, 500) || 'There was no answer.';
  const forbidden = code === 'forbidden' || code === 'unauthorized' || code === '401' || code === '403';
  return statusOf(reading, forbidden ? 'forbidden' : code === 'not-read' ? 'not-read' : 'failed', message);
}

function statusOf(
  reading: RawReading,
  state: SourceState,
  message: string,
  count = 0,
  unknownKeys?: number,
): SourceStatus {
  const source = str(record(reading)['source']);
  const tier = tierOf(source);
  const pod = str(record(reading)['pod']) || null;
  return {
    source,
    tier,
    scope: pod,
    state,
    at: time(record(reading)['at']),
    count,
    message,
    permission: state === 'forbidden' ? permissionOf(tier, pod) : null,
    ...(unknownKeys === undefined ? {} : { unknownKeys }),
  };
}
