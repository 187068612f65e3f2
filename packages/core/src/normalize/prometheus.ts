/** The answer of Prometheus to an instant query, and what the query itself tells of it. */
import { isRecord, list, type Raw, record, records, str, texts } from './fields.ts';
import { numberOf, type Sample } from './metrics-text.ts';

/** What a query asks for, as far as the answers do not repeat it. */
export interface QueryForm {
  /** the only metric it names; '' for none or several: then each answer must name its own */
  metric: string;
  /** labels that its selector fixes: summing drops them, and they hold all the same */
  fixed: Readonly<Record<string, string>>;
  /** what the values are multiplied with to be per second; null: they are totals */
  perSecond: number | null;
  /** over how long a rate is taken; 0 where the query does not say, or asks for totals */
  windowSeconds: number;
}

const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const METRIC =
  /\b(?:(?:istio|istiod|pilot|citadel|galley|envoy|workload_manager|ztunnel|nodeagent|process|remote_cluster|sidecar_injection)_[a-z0-9_]+|up)\b/g;
/** Only those of targets that another metric names: values stay what they are. */
const ONLY_WHERE = /\band\s+on\s*\([^)]*\)\s*\w*/g;
/**
 * A counter that began within the window counts from zero: `rate` needs two samples and would say that nothing happened. What
 * remains of the query is the rate of the same metric.
 */
const SINCE_BIRTH =
  /\(\s*(\w+)\s+unless\s+\1\s+offset\s+(\d+)s\s+and\s+on\s*\([^)]*\)\s*up\s+offset\s+\2s\s*\)\s*\/\s*\2\s+or\s+(?=rate\s*\(\s*\1\b)/;

/**
 * The form of a query; null for one that calculates with its values, so that they are no longer what was counted. The least
 * or the greatest of several is still a value of a gauge, and so is each of two selections of one metric.
 */
export function readQuery(query: string, ofGauge = false): QueryForm | null {
  const plain = query.replace(STRING, '""');
  const outside = plain
    .replace(/\{[^}]*\}|\[[^\]]*\]|\bby\s*\([^)]*\)|\bwithout\s*\([^)]*\)/g, ' ')
    .replace(SINCE_BIRTH, '')
    .replace(ONLY_WHERE, ' ');
  const metrics = new Set(outside.match(METRIC));
  if (isCalculated(outside, metrics.size, ofGauge)) return null;
  const window = /\b(rate|irate|increase)\s*\(/.exec(outside)?.[1];
  const seconds = secondsOf(/\[\s*([^\]:]+?)\s*[\]:]/.exec(plain)?.[1] ?? '');
  if (window === 'increase' && seconds === 0) return null;
  const hasOneSelector = metrics.size === 1 && !/\bor\b/.test(outside);
  return {
    metric: metrics.size === 1 ? [...metrics][0]! : '',
    fixed: hasOneSelector ? fixedLabels(query) : {},
    perSecond: window === undefined ? null : window === 'increase' ? 1 / seconds : 1,
    windowSeconds: window === undefined ? 0 : seconds,
  };
}

/** Of a query without selectors and grouping. */
function isCalculated(outside: string, metrics: number, ofGauge: boolean): boolean {
  if (/[-+*/%^]|\b(?:histogram_quantile|avg|count|quantile|topk|bottomk|and|unless)\b/.test(outside)) return true;
  if (!ofGauge && /\b(?:min|max)\b/.test(outside)) return true;
  return /\bor\b/.test(outside) && (metrics !== 1 || /\b(?:i?rate|increase)\b/.test(outside));
}

/** Equalities of the selector: a query that does not calculate has one. */
function fixedLabels(query: string): Record<string, string> {
  const selector = /\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\}/.exec(query)?.[1] ?? '';
  const equalities = selector.matchAll(/([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...equalities].map(([, name, value]) => [name!, value!]));
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** `5m`, `1h30m`; 0 where it is none. */
function secondsOf(duration: string): number {
  let seconds = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+)(ms|[smhdwy])/g)) seconds += Number(amount) * UNITS[unit!]!;
  return seconds;
}

/** The samples of an answer, with the names and labels that its query fixes; null where it is no vector. */
export function readAnswer(body: unknown, form: QueryForm): Sample[] | null {
  const results = resultsOf(body);
  if (results === null) return null;
  return results.flatMap((result) => {
    const labels = { ...form.fixed, ...texts(result['metric']) };
    const name = labels['__name__'] ?? form.metric;
    const value = sampleValueOf(result['value']);
    return name === '' || value === null ? [] : [{ name, labels, value: value * (form.perSecond ?? 1) }];
  });
}

/** The whole answer of the API, its data, or the results alone. */
function resultsOf(body: unknown): readonly Raw[] | null {
  if (Array.isArray(body)) return records(body);
  if (!isRecord(body) || body['status'] === 'error') return null;
  const data = isRecord(body['data']) ? body['data'] : body;
  const type = str(data['resultType'], 'vector');
  return type === 'vector' && Array.isArray(data['result']) ? records(data['result']) : null;
}

/** `[time, "value"]`, as the API writes it, or the value alone. */
function sampleValueOf(value: unknown): number | null {
  const number = numberOf(str(Array.isArray(value) ? list(value)[1] : value));
  return number !== null && Number.isFinite(number) ? number : null;
}

/** What Prometheus said went wrong; '' where nothing did. */
export function errorOf(body: unknown): string {
  const answer = record(body);
  return answer['status'] === 'error' ? str(answer['error']) || 'Prometheus refused the query.' : '';
}
