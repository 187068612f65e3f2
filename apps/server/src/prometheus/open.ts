/** The client of the Prometheus that a command line names. */
import { type Outcome, success } from '../kubernetes/outcome.ts';
import { createPrometheusClient, type PrometheusClient } from './client.ts';
import { readPrometheusSettings } from './settings.ts';

/** Null where none is named; nobody is asked yet. Fails with one sentence where it is named or set up wrongly. */
export async function openPrometheus(url: string | null): Promise<Outcome<PrometheusClient | null>> {
  if (url === null) return success(null);
  const settings = await readPrometheusSettings(url, process.env);
  return settings.ok ? success(createPrometheusClient(settings.value)) : settings;
}
