/** Look-ups in what components counted of themselves. */
import type { ComponentMetrics, ComponentSample } from '../../state/component-metrics.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { FIVE_MINUTES } from './proxy-counts.ts';

const NOTHING: readonly ComponentSample[] = [];

const byName = perSlice((metrics: ComponentMetrics) => groupBy(metrics.samples, (sample) => sample.name));

/** Samples of one metric, spelled as in `normalize/metric-names.ts`, of a pod (`ns/name`). */
export function samplesOf(mesh: Mesh, pod: string, name: string): readonly ComponentSample[] {
  const metrics = mesh.metrics.get(pod);
  return (metrics && byName(metrics).get(name)) ?? NOTHING;
}

/** The same as counted lately, where that is known, else since the start: a failure that has ended is no longer among it. */
export function recentSamples(mesh: Mesh, pod: string, name: string): readonly ComponentSample[] {
  const rates = mesh.metricRates.get(pod);
  return rates ? (byName(asCounts(rates)).get(name) ?? NOTHING) : samplesOf(mesh, pod, name);
}

/** What rates came to over their time. */
const asCounts = perSlice((rates: ComponentMetrics): ComponentMetrics => {
  const seconds = rates.seconds ?? FIVE_MINUTES;
  const samples = rates.samples.map((sample) => ({ ...sample, value: Math.round(sample.value * seconds) }));
  return { ...rates, unit: 'total', seconds, samples };
});

/** The sum of the samples that have these labels; null where there is none. */
export function sumOf(
  mesh: Mesh,
  pod: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | null {
  return sumWith(samplesOf(mesh, pod, name), labels);
}

/** The sum of all that was counted lately of a metric; null where there is nothing. */
export const recentSum = (mesh: Mesh, pod: string, name: string): number | null =>
  sumWith(recentSamples(mesh, pod, name), {});

function sumWith(samples: readonly ComponentSample[], labels: Readonly<Record<string, string>>): number | null {
  const wanted = Object.entries(labels);
  const found = samples.filter((sample) => wanted.every(([key, value]) => sample.labels[key] === value));
  return found.length === 0 ? null : found.reduce((sum, sample) => sum + sample.value, 0);
}
