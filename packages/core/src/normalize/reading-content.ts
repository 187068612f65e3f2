/** Who reads the content of which source, and what is said of it. */
import type {
  AmbientView,
  CniReadiness,
  ComponentVersion,
  IstiodMesh,
  IstiodReadiness,
} from '../state/component-answers.ts';
import type { ComponentMetrics } from '../state/component-metrics.ts';
import type { EnvoyClusters } from '../state/envoy-clusters.ts';
import type { ComponentLog } from '../state/logs.ts';
import type { SyncStatus, ZtunnelDump, ZtunnelReadiness } from '../state/readings.ts';
import type { TrafficReading } from '../state/traffic.ts';
import { readCniLine } from './cni-log.ts';
import { readIstiodMesh, readReady, readVersion } from './component-answers.ts';
import { readComponentAnswer, readComponentMetrics } from './component-metrics.ts';
import { readEnvoyClusters } from './envoy-clusters.ts';
import { readAmbientz } from './istiod-ambientz.ts';
import { readIstiodLine } from './istiod-log.ts';
import { readSyncStatus } from './istiod-syncz.ts';
import { readLog, type StatementReader } from './log-facts.ts';
import { readProxyLine } from './proxy-log.ts';
import { readTrafficAnswer, readTrafficPage } from './traffic.ts';
import { type Answered, readZtunnelDump } from './ztunnel-config.ts';
import { readZtunnelLine } from './ztunnel-log.ts';
import { readZtunnelReadiness } from './ztunnel-ready.ts';

export type ReadingValue =
  | ZtunnelDump
  | ZtunnelReadiness
  | SyncStatus
  | TrafficReading
  | ComponentLog
  | ComponentMetrics
  | EnvoyClusters
  | ComponentVersion
  | IstiodMesh
  | AmbientView
  | CniReadiness
  | IstiodReadiness;

/** What was found in an answer, and what its status says of it. */
export interface Content {
  value?: ReadingValue;
  metrics?: ComponentMetrics;
  count?: number;
  message?: string;
  unknownKeys?: number;
}

/** The content, or one sentence on why it cannot be read. */
export type ContentReader = (content: unknown, answered: Answered, query: string) => Content | string;

const unreadable = (what: string): string => `The answer is not ${what}.`;

const reader =
  <V extends ReadingValue>(
    what: string,
    read: (content: unknown, answered: Answered) => V | null,
    tell: (value: V) => Content = () => ({ count: 1 }),
  ): ContentReader =>
  (content, answered) => {
    const value = read(content, answered);
    return value === null ? unreadable(what) : { ...tell(value), value };
  };

const metricsReader =
  (source: string, countsTraffic: boolean): ContentReader =>
  (content, answered) => {
    const read = readComponentMetrics(source, content, answered);
    if (read === null) return unreadable('a page of metrics');
    const { metrics, unknown } = read;
    const traffic = countsTraffic ? readTrafficPage(content, answered) : null;
    if (traffic === null)
      return { value: metrics, ...told(metrics.samples.length, metrics.omitted), unknownKeys: unknown };
    const omitted = traffic.omitted + metrics.omitted;
    return {
      value: traffic,
      metrics,
      ...told(traffic.series.length + metrics.samples.length, omitted),
      unknownKeys: unknown,
    };
  };

const told = (count: number, omitted: number): Content => ({
  count,
  message: omitted === 0 ? '' : `${omitted} further series were left out.`,
});

const logReader =
  (source: string, read: StatementReader): ContentReader =>
  (content, answered) => {
    // A single line of a JSON log looks like a body.
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const log = readLog(source, text, answered, read);
    const message = log.omitted === 0 ? '' : `${log.omitted} further statements were left out.`;
    return { value: log, count: log.lines, message, unknownKeys: log.unread };
  };

/** Who reads the lines of which log. */
export const LOG_READERS: Readonly<Record<string, StatementReader>> = {
  'ztunnel-log': readZtunnelLine,
  'istiod-log': readIstiodLine,
  'waypoint-log': readProxyLine,
  'cni-log': readCniLine,
};

const readPrometheus: ContentReader = (content, answered, query) => {
  const answer = readTrafficAnswer(content, query, answered);
  if (answer.kind === 'unreadable') return answer.why;
  // A query for several metrics may bring both kinds; the names of its answers tell.
  const metrics = readComponentAnswer(content, query, answered);
  if (answer.kind === 'other' || (answer.reading.series.length === 0 && metrics !== null))
    return metrics === null ? {} : { metrics, ...told(metrics.samples.length, metrics.omitted) };
  const { series, omitted } = answer.reading;
  return {
    value: answer.reading,
    ...(metrics === null ? {} : { metrics }),
    ...told(series.length + (metrics?.samples.length ?? 0), omitted + (metrics?.omitted ?? 0)),
  };
};

/** What is said of a dump; null stands for one that is none. */
export function tellDump(dump: ZtunnelDump | null): Content | string {
  if (dump === null) return unreadable('a configuration dump of ztunnel');
  return { value: dump, count: dump.workloads.length, unknownKeys: dump.unknownKeys };
}

/** By source. */
export const READERS: Readonly<Record<string, ContentReader>> = {
  'ztunnel-config': (content, answered) => tellDump(readZtunnelDump(content, answered)),
  'ztunnel-ready': reader('a readiness answer of ztunnel', readZtunnelReadiness),
  'ztunnel-metrics': metricsReader('ztunnel-metrics', true),
  'istiod-syncz': reader('a sync status of istiod', readSyncStatus, (status) => ({ count: status.proxies.length })),
  'istiod-mesh': reader('a mesh configuration of istiod', readIstiodMesh),
  'istiod-metrics': metricsReader('istiod-metrics', false),
  'istiod-version': reader('a version', readVersion),
  'istiod-ambientz': reader('a list of workloads of istiod', readAmbientz, (view) => ({
    count: view.workloads.length,
  })),
  'waypoint-clusters': reader('a list of clusters', readEnvoyClusters, (answer) => ({ count: answer.clusters.length })),
  'waypoint-metrics': metricsReader('waypoint-metrics', true),
  'gateway-metrics': metricsReader('gateway-metrics', true),
  'cni-metrics': metricsReader('cni-metrics', false),
  'cni-ready': reader('a readiness answer of istio-cni', readReady),
  'istiod-ready': reader('a readiness answer of istiod', readReady),
  prometheus: readPrometheus,
  ...Object.fromEntries(Object.entries(LOG_READERS).map(([source, read]) => [source, logReader(source, read)])),
};
