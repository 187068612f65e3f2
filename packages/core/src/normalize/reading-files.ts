/** Which reading a file holds, by its path: our folder form, a bug report of istioctl, an OpenShift must-gather. */
import type { BundleFile } from './documents.ts';
import { isRecord } from './fields.ts';
import { type RawReading, READING_SOURCES } from './reading.ts';

const SOURCES = new Set(READING_SOURCES);

/** The reading a file holds, or null when the path does not say that it is one. */
export function readingOfPath(file: BundleFile): RawReading | null {
  return ownReading(file) ?? bugReportReading(file) ?? mustGatherReading(file);
}

/** `readings/<source>/<namespace>_<pod>.{json,txt}`; neither a namespace nor a pod has an underscore in its name. */
function ownReading(file: BundleFile): RawReading | null {
  const match = /(?:^|\/)readings\/([a-z-]+)\/([^/]+)\.(json|txt|log)$/.exec(file.path);
  if (!match || !SOURCES.has(match[1]!)) return null;
  const [source, name] = [match[1]!, match[2]!];
  const pod = name.includes('_') ? { pod: name.replace('_', '/') } : {};
  const document = match[3] === 'json' ? parsed(file.text) : undefined;
  if (isRecord(document) && document['source'] === source) return { ...pod, ...document, source };
  return document === undefined ? { source, ...pod, text: file.text } : { source, ...pod, body: document };
}

/**
 * `proxies/<namespace>/<pod>/…` and `istio/<namespace>/<pod>/…`, as istioctl's bug-report lays them out. Of the proxies
 * only ztunnels: nothing in the path tells a waypoint's log from a sidecar's.
 */
function bugReportReading(file: BundleFile): RawReading | null {
  const match = /(?:^|\/)(proxies|istio)\/(?:ztunnel\/)?([^/]+)\/([^/]+)\/(.+)$/.exec(file.path);
  if (!match) return null;
  const [, part, namespace, name, rest] = match as unknown as [string, string, string, string, string];
  const pod = `${namespace}/${name}`;
  if (part === 'istio') return istiodFile(rest, pod, file.text);
  return name.startsWith('ztunnel-') ? ztunnelFile(rest, pod, file.text) : null;
}

function istiodFile(rest: string, pod: string, text: string): RawReading | null {
  const debug = /^debug\/(syncz|mesh|ambientz)$/.exec(rest.replace(/\.json$/, ''))?.[1];
  if (debug !== undefined) return { source: `istiod-${debug}`, pod, text };
  if (rest === 'metrics') return { source: 'istiod-metrics', pod, text };
  if (rest === 'version') return { source: 'istiod-version', pod, text };
  return rest === 'discovery.log' ? { source: 'istiod-log', pod, text } : null;
}

function ztunnelFile(rest: string, pod: string, text: string): RawReading | null {
  if (/^config_dump(?:\.json)?$/.test(rest)) return { source: 'ztunnel-config', pod, text };
  if (/^(?:metrics|stats\/prometheus)$/.test(rest)) return { source: 'ztunnel-metrics', pod, text };
  return rest.endsWith('.log') ? { source: 'ztunnel-log', pod, text } : null;
}

/** `namespaces/<ns>/pods/<pod>/<container>/<container>/logs/current.log` of Istio's own components. */
function mustGatherReading(file: BundleFile): RawReading | null {
  const match = /(?:^|\/)namespaces\/([^/]+)\/pods\/([^/]+)\/.*logs\/current\.log$/.exec(file.path);
  if (!match) return null;
  const component = /^(ztunnel|istiod|istio-cni-node)-/.exec(match[2]!)?.[1];
  if (component === undefined) return null;
  const source = component === 'istio-cni-node' ? 'cni-log' : `${component}-log`;
  return { source, pod: `${match[1]}/${match[2]}`, text: file.text };
}

/** The parsed text; undefined where it is no JSON, which the reader of that source then says. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
