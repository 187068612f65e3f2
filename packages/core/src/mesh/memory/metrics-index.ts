/** Metrics by the pod that counted them, whoever brought them. */
import type { ComponentMetrics, ComponentSample } from '../../state/component-metrics.ts';
import { perSlice } from './look-up.ts';

/** By `namespace/name`: the pod's own page, else what Prometheus knows of it. */
export const metricsIndex = perSlice((list: readonly ComponentMetrics[]): ReadonlyMap<string, ComponentMetrics> => {
  const found = new Map<string, ComponentMetrics>();
  for (const metrics of list) if (metrics.pod !== '' && metrics.unit === 'total') found.set(metrics.pod, metrics);
  const own = new Set(found.keys());
  for (const answer of list) {
    // Rates are no counters: a check asks for what was counted.
    if (answer.pod !== '' || answer.unit !== 'total') continue;
    for (const sample of answer.samples) {
      const pod = podOf(sample);
      if (pod !== '' && !own.has(pod)) addTo(found, pod, answer, sample);
    }
  }
  return found;
});

/** By `namespace/name`: what the pod's own page grew by, where two were compared. */
export const metricRatesIndex = perSlice(
  (list: readonly ComponentMetrics[]): ReadonlyMap<string, ComponentMetrics> =>
    new Map(
      list.flatMap((metrics) =>
        metrics.pod !== '' && metrics.unit === 'per-second' ? [[metrics.pod, metrics] as const] : [],
      ),
    ),
);

const podOf = ({ labels: { namespace = '', pod = '' } }: ComponentSample): string =>
  namespace === '' || pod === '' ? '' : `${namespace}/${pod}`;

function addTo(
  found: Map<string, ComponentMetrics>,
  pod: string,
  answer: ComponentMetrics,
  sample: ComponentSample,
): void {
  const known = found.get(pod) ?? { ...answer, pod, samples: [], omitted: 0 };
  known.samples.push(sample);
  found.set(pod, known);
}
