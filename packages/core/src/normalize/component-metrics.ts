/** Metrics that components serve of themselves: names and labels of signals 3.4, 4.1, 5 and 6, bounded. */
import type { ComponentMetrics, ComponentSample } from '../state/component-metrics.ts';
import { intern, shortened } from './fields.ts';
import { METRICS, type MetricRule } from './metric-names.ts';
import { isMetricsPage, readMetricsText, type Sample } from './metrics-text.ts';
import { readAnswer, readQuery } from './prometheus.ts';
import { isTraffic } from './traffic.ts';
import type { Answered } from './ztunnel-config.ts';

/** Samples of one reading that are kept. */
export const SAMPLE_LIMIT = 20_000;
const LABEL_LIMIT = 253;

export interface ReadMetrics {
  metrics: ComponentMetrics;
  /** names that this version does not know */
  unknown: number;
}

/** A page of metrics; null where the text holds none at all. */
export function readComponentMetrics(source: string, content: unknown, answered: Answered): ReadMetrics | null {
  if (typeof content !== 'string' || !isMetricsPage(content)) return null;
  const unknown = new Set<string>();
  const samples = readMetricsText(content, (name) => {
    const isKnown = metricOf(name) !== null;
    if (!isKnown && !isTraffic(name)) unknown.add(name);
    return isKnown;
  });
  return { metrics: metricsOf(source, samples, 'total', answered), unknown: unknown.size };
}

/** Prometheus' answer to a query for one of them; null where it asks for none, or calculates. */
export function readComponentAnswer(body: unknown, query: string, answered: Answered): ComponentMetrics | null {
  const form = readQuery(query, true);
  if (form === null || (form.metric !== '' && metricOf(form.metric) === null)) return null;
  const samples = readAnswer(body, form);
  if (samples === null) return null;
  const unit = form.perSecond === null ? 'total' : 'per-second';
  const metrics = metricsOf('prometheus', samples, unit, { ...answered, pod: '' });
  return metrics.samples.length === 0 && form.metric === '' ? null : metrics;
}

/** Samples of known metrics, added up over the labels that do not matter. */
function metricsOf(
  source: string,
  samples: readonly Sample[],
  unit: ComponentMetrics['unit'],
  answered: Answered,
): ComponentMetrics {
  const kept = new Map<string, ComponentSample>();
  let omitted = 0;
  for (const sample of samples) {
    const metric = metricOf(sample.name);
    if (metric === null || !Number.isFinite(sample.value)) continue;
    if (metric.rule.onlyPositive === true && sample.value <= 0) continue;
    const labels = labelsOf(sample, metric.rule, source === 'prometheus');
    const key = `${metric.name} ${Object.entries(labels).join(' ')}`;
    const known = kept.get(key);
    if (known !== undefined)
      known.value = metric.rule.merge === 'least' ? Math.min(known.value, sample.value) : known.value + sample.value;
    else if (kept.size >= SAMPLE_LIMIT) omitted += 1;
    else kept.set(key, { name: metric.name, labels, value: sample.value });
  }
  return { source, ...answered, unit, samples: [...kept.values()], omitted };
}

function labelsOf(sample: Sample, rule: MetricRule, ofPrometheus: boolean): Record<string, string> {
  const labels: Record<string, string> = {};
  const wanted = ofPrometheus ? [...(rule.labels ?? []), 'namespace', 'pod'] : (rule.labels ?? []);
  for (const name of wanted) {
    const value = sample.labels[name];
    if (value !== undefined && value !== '') labels[name] = intern(shortened(value, LABEL_LIMIT));
  }
  return labels;
}

/** The name as signals.md spells it: exporters add or leave out `_total`, the agent of a proxy puts its own prefix before. */
function metricOf(spelling: string): { name: string; rule: MetricRule } | null {
  const bare = spelling.replace(/^istio_agent_(?=istiod_|cert_)/, '');
  const other = bare.endsWith('_total') ? bare.slice(0, -'_total'.length) : `${bare}_total`;
  for (const name of [bare, other]) {
    const rule = METRICS.get(name);
    if (rule !== undefined) return { name: intern(rule.name ?? name), rule };
  }
  return null;
}
