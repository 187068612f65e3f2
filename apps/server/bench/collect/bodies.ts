/** What pods answer in the benchmark: the readings of a bundle, with a dump made as large as is wanted. */
import { readFile } from 'node:fs/promises';
import { demoBundle } from '@hopscope/core/scenarios';
import type { Bodies } from './answering-pods.ts';

interface Recorded {
  source: string;
  body?: unknown;
  text?: string;
}

/** One body for each source: those of a bundle's file before those of the demo. `dumpBytes` is the least size of a ztunnel's dump. */
export async function readBodies(path: string | undefined, dumpBytes: number): Promise<Bodies> {
  const demo = demoBundle('rest', '2026-11-20T10:00:00Z', 10).readings as readonly Recorded[];
  const bodies = { ...AGENT, ...bodiesOf(demo) };
  if (path !== undefined) Object.assign(bodies, bodiesOf((await readBundle(path)).readings));
  bodies['ztunnel-config'] = enlarged(bodies['ztunnel-config'] ?? '{"workloads":[]}', dumpBytes);
  return bodies;
}

function bodiesOf(readings: readonly Recorded[]): Record<string, string> {
  const bodies: Record<string, string> = {};
  for (const { source, body, text } of readings) {
    const told = text ?? (body === undefined ? undefined : JSON.stringify(body));
    // The longest tells the most.
    if (told !== undefined && told.length > (bodies[source]?.length ?? 0)) bodies[source] = told;
  }
  return bodies;
}

/** istio-cni says little, and neither the demo nor most recordings have it. */
const AGENT: Bodies = { 'cni-ready': 'ok', 'cni-metrics': 'ztunnel_connected 1\nistio_cni_install_ready 1\n' };

/** A case carries its bundle inside. */
async function readBundle(path: string): Promise<{ readings: readonly Recorded[] }> {
  const read = JSON.parse(await readFile(path, 'utf8')) as { bundle?: object; readings?: readonly Recorded[] };
  return (read.bundle ?? read) as { readings: readonly Recorded[] };
}

/** The same workloads under further names. */
function enlarged(dump: string, bytes: number): string {
  const read = JSON.parse(dump) as { workloads: Record<string, unknown>[] };
  if (!Array.isArray(read.workloads) || read.workloads.length === 0) return dump;
  const [...first] = read.workloads;
  for (let i = 0, size = dump.length; size < bytes; i++) {
    const like = first[i % first.length]!;
    const copy = { ...like, uid: `${String(like['uid'])}-${i}`, name: `${String(like['name'])}-${i}`, workloadIps: [] };
    read.workloads.push(copy);
    size += JSON.stringify(copy).length + 1;
  }
  return JSON.stringify(read);
}
