/** What was gathered, and what was not and why, in a few lines. */
import { kindSpec, type RawReading } from '@hopscope/core';
import { printable, type Terminal } from './terminal.ts';
import type { GatheredBundle } from './write-bundle.ts';

export interface GatherResult {
  /** file name, or `-` */
  output: string;
  /** the highest tier that was asked for */
  tiers: number;
  /** of the file */
  bytes: number;
  bundle: GatheredBundle;
}

/** Tells it on stderr. */
export function tellResult(terminal: Pick<Terminal, 'err'>, { output, tiers, bytes, bundle }: GatherResult): void {
  const { objects, readings, unread, cluster } = bundle;
  const where = output === '-' ? 'standard output' : output;
  const answers = readings.filter(({ error }) => !error).length;
  const asked = tiers === 0 ? '' : ` and ${answers} answers of components`;
  const missing = [...unread.map(describeUnread), ...describeErrors(readings), ...describeNobody(tiers, readings)];
  const lines = [
    `Wrote ${objects.length} objects${asked} of ${printable(cluster)} to ${where} (${formatSize(bytes)}).`,
    tiers === 0
      ? 'Kubernetes objects only (tier 0); of environment and arguments, only addresses are in it.'
      : 'Of environment and arguments only addresses are in it, of logs only lines that Hopscope understands; no certificate.',
    ...(missing.length === 0 ? [] : ['Could not be read:', ...missing]),
    ...(output === '-' ? [] : [`See it: hopscope serve --bundle ${/[^\w./-]/.test(output) ? `'${output}'` : output}`]),
  ];
  terminal.err(`${lines.join('\n')}\n`);
}

function describeUnread({ kind, namespace, code, message }: GatheredBundle['unread'][number]): string {
  const where = namespace === null ? 'in the whole cluster' : `in namespace ${namespace}`;
  const spec = kindSpec(kind);
  const resource = spec === undefined ? kind : `${spec.resource}${spec.group === '' ? '' : `.${spec.group}`}`;
  const why = code === 'forbidden' ? `needs the permission to list ${resource}` : printable(message);
  return `  ${kind} ${where}: ${why}`;
}

/** One line for a source and a reason, with the first of the pods it holds for. */
function describeErrors(readings: readonly RawReading[]): string[] {
  const groups = new Map<string, RawReading[]>();
  for (const reading of readings) {
    if (!reading.error) continue;
    const key = `${reading.source} ${reading.error.code}`;
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const others = group.length === 1 ? '' : ` and ${group.length - 1} more`;
    return `  ${first?.source}${first?.pod === undefined ? '' : ` of ${first.pod}`}${others}: ${printable(first?.error?.message ?? '')}`;
  });
}

function describeNobody(tiers: number, readings: readonly RawReading[]): string[] {
  return [
    ...(tiers === 4 && readings.every(({ source }) => source !== 'prometheus')
      ? ['  prometheus: none was named; add --prometheus URL']
      : []),
    ...(tiers > 0 && readings.every(({ source }) => source === 'prometheus')
      ? ["  components: no running pod of Istio's was found to ask"]
      : []),
  ];
}

function formatSize(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}
