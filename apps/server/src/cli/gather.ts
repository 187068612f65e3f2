/** `hopscope gather`: a cluster at this moment, as one file. */
import { KINDS, kindSpec } from '@hopscope/core';
import { type Gathered, type GatherProgress, gatherCluster } from '../kubernetes/gather.ts';
import { fileReason } from '../sources/bundle-files.ts';
import type { Command } from './command-line.ts';
import { redactObject } from './redact.ts';
import { EXIT, printable, type Terminal } from './terminal.ts';
import { type GatheredBundle, packBundle, writeWhole } from './write-bundle.ts';

/** Gathers and writes; resolves to 0 where a bundle was written, however much was forbidden. */
export async function runGather(command: Extract<Command, { name: 'gather' }>, terminal: Terminal): Promise<number> {
  const { kubeconfig, context } = command.mesh;
  const fail = (reason: string): number => {
    terminal.err(`hopscope: ${printable(reason)}\n`);
    return EXIT.failed;
  };
  const progress = createProgress(terminal);
  const takenAt = new Date().toISOString();
  const gathered = await gatherCluster({ path: kubeconfig, context }, { kinds: KINDS, onProgress: progress.show });
  progress.end();
  if (!gathered.ok) return fail(gathered.message);
  const { objects, unread } = gathered.value;
  const bundle: GatheredBundle = {
    hopscopeBundle: 1,
    takenAt,
    cluster: gathered.value.context,
    objects: objects.map(redactObject),
    readings: [],
    unread,
  };
  const bytes = await packBundle(bundle, command.output);
  if (command.output === '-') {
    terminal.out(Buffer.from(bytes).toString('utf8'));
  } else {
    try {
      await writeWhole(command.output, bytes);
    } catch (error) {
      return fail(writeReason(command.output, error));
    }
  }
  tellResult(terminal, command.output, gathered.value, bytes.length);
  return EXIT.ok;
}

function writeReason(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `${path} cannot be written: its folder does not exist.`;
  return fileReason(path, error).replace('cannot be read', 'cannot be written');
}

function tellResult(
  terminal: Terminal,
  output: string,
  { objects, unread, context }: Gathered & { context: string },
  bytes: number,
): void {
  const where = output === '-' ? 'standard output' : output;
  const lines = [
    `Wrote ${objects.length} objects of ${printable(context)} to ${where} (${formatSize(bytes)}).`,
    'Kubernetes objects only (tier 0); of environment and arguments, only addresses are in it.',
    ...(unread.length === 0 ? [] : ['Could not be read:', ...unread.map(describeUnread)]),
    ...(output === '-' ? [] : [`See it: hopscope serve --bundle ${/[^\w./-]/.test(output) ? `'${output}'` : output}`]),
  ];
  terminal.err(`${lines.join('\n')}\n`);
}

function describeUnread({ kind, namespace, code, message }: Gathered['unread'][number]): string {
  const where = namespace === null ? 'in the whole cluster' : `in namespace ${namespace}`;
  const spec = kindSpec(kind);
  const resource = spec === undefined ? kind : `${spec.resource}${spec.group === '' ? '' : `.${spec.group}`}`;
  const why = code === 'forbidden' ? `needs the permission to list ${resource}` : printable(message);
  return `  ${kind} ${where}: ${why}`;
}

function formatSize(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

interface Progress {
  show: (progress: GatherProgress) => void;
  end(): void;
}

const BAR = 24;

/** A bar that redraws itself for a person, a line for each kind otherwise. On stderr: stdout may be the bundle. */
export function createProgress({ err, isErrTTY, columns }: Pick<Terminal, 'err' | 'isErrTTY' | 'columns'>): Progress {
  let last = '';
  if (!isErrTTY) {
    return {
      show({ kind, index, total }) {
        if (kind !== last) err(`[${index}/${total}] ${kind}\n`);
        last = kind;
      },
      end: () => {},
    };
  }
  return {
    show({ kind, index, total, objects }) {
      const full = Math.round((index / total) * BAR);
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${index}/${total} ${kind}, ${objects} objects`;
      err(`\r\u001b[2K${line.slice(0, Math.max(20, columns - 1))}`);
    },
    end: () => err('\r\u001b[2K'),
  };
}
