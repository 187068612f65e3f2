/** Look-ups in what components counted of themselves. */
import type { ComponentMetrics, ComponentSample } from '../state/component-metrics.ts';
import { groupBy, perSlice } from './look-up.ts';
import type { Mesh } from './mesh.ts';

const NOTHING: readonly ComponentSample[] = [];

const byName = perSlice((metrics: ComponentMetrics) => groupBy(metrics.samples, (sample) => sample.name));

/** Samples of one metric, spelled as in `normalize/metric-names.ts`, of a pod (`ns/name`). */
export function samplesOf(mesh: Mesh, pod: string, name: string): readonly ComponentSample[] {
  const metrics = mesh.metrics.get(pod);
  return (metrics && byName(metrics).get(name)) ?? NOTHING;
}

/** The sum of the samples that have these labels; null where there is none. */
export function sumOf(
  mesh: Mesh,
  pod: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | null {
  const wanted = Object.entries(labels);
  const found = samplesOf(mesh, pod, name).filter((sample) =>
    wanted.every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? null : found.reduce((sum, sample) => sum + sample.value, 0);
}
