/** Everything that is not a Kubernetes object: what a component answered, or why there is no answer. */
import type { SyncStatus, ZtunnelDump, ZtunnelReadiness } from '../state/readings.ts';
import type { Permission, SourceState, SourceStatus } from '../state/source-status.ts';
import type { TrafficReading } from '../state/traffic.ts';
import { isRecord, record, shortened, str, time } from './fields.ts';
import { readSyncStatus } from './istiod-syncz.ts';
import { readTrafficAnswer, readTrafficPage } from './traffic.ts';
import { type Answered, readZtunnelDump } from './ztunnel-config.ts';
import { readZtunnelReadiness } from './ztunnel-ready.ts';

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

export type ReadingValue = ZtunnelDump | ZtunnelReadiness | SyncStatus | TrafficReading;

/** The status of a reading, and its content where this version reads that source. */
export interface NormalizedReading {
  status: SourceStatus;
  value?: ReadingValue;
}

const TIERS: Readonly<Record<string, number>> = {
  'ztunnel-metrics': 1,
  'ztunnel-ready': 1,
  'istiod-metrics': 1,
  'istiod-version': 1,
  'waypoint-metrics': 1,
  'gateway-metrics': 1,
  'cni-metrics': 1,
  'cni-ready': 1,
  'ztunnel-config': 2,
  'istiod-syncz': 2,
  'istiod-mesh': 2,
  'istiod-ambientz': 2,
  'waypoint-clusters': 2,
  'ztunnel-log': 3,
  'istiod-log': 3,
  'waypoint-log': 3,
  'cni-log': 3,
  prometheus: 4,
};

/** The sources a reading may come from. */
export const READING_SOURCES: readonly string[] = Object.keys(TIERS);

/** The evidence tier of a source; 0 for one this version does not know. */
export function tierOf(source: string): number {
  return TIERS[source] ?? 0;
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

/** One reading. A source this version does not evaluate is carried as a status alone. Never throws. */
export function normalizeReading(reading: RawReading): NormalizedReading {
  const raw = record(reading);
  if (raw['error'] !== undefined && raw['error'] !== null) return { status: failed(reading, raw['error']) };
  const content = contentOf(reading);
  if (content === undefined) return { status: statusOf(reading, 'failed', 'The answer is empty.') };
  const answered = { pod: str(raw['pod']), at: time(raw['at']) };
  return evaluated(reading, content, answered) ?? { status: statusOf(reading, 'ok', '') };
}

function evaluated(reading: RawReading, content: unknown, answered: Answered): NormalizedReading | null {
  switch (reading.source) {
    case 'ztunnel-config': {
      const dump = readZtunnelDump(content, answered);
      if (dump === null) return unreadable(reading, 'a configuration dump of ztunnel');
      return { status: statusOf(reading, 'ok', '', dump.workloads.length, dump.unknownKeys), value: dump };
    }
    case 'ztunnel-ready': {
      const value = readZtunnelReadiness(content, answered);
      return value === null
        ? unreadable(reading, 'a readiness answer of ztunnel')
        : { status: statusOf(reading, 'ok', '', 1), value };
    }
    case 'istiod-syncz': {
      const value = readSyncStatus(content, answered);
      if (value === null) return unreadable(reading, 'a sync status of istiod');
      return { status: statusOf(reading, 'ok', '', value.proxies.length), value };
    }
    case 'ztunnel-metrics':
    case 'waypoint-metrics':
    case 'gateway-metrics': {
      const value = readTrafficPage(content, answered);
      return value === null ? unreadable(reading, 'a page of metrics') : traffic(reading, value);
    }
    case 'prometheus': {
      const answer = readTrafficAnswer(content, str(reading.query), answered);
      if (answer.kind === 'unreadable') return { status: statusOf(reading, 'failed', answer.why) };
      return answer.kind === 'traffic' ? traffic(reading, answer.reading) : null;
    }
    default:
      return null;
  }
}

function traffic(reading: RawReading, value: TrafficReading): NormalizedReading {
  const { series, omitted } = value;
  const message = omitted === 0 ? '' : `${omitted} further series were left out.`;
  return { status: statusOf(reading, 'ok', message, series.length), value };
}

const unreadable = (reading: RawReading, what: string): NormalizedReading => ({
  status: statusOf(reading, 'failed', `The answer is not ${what}.`),
});

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
