/** A mesh at one moment, from files. */
import { type Ignored, type MeshState, normalizeBundle, readBundle } from '@hopscope/core';
import { type Limits, type ReadStdin, readBundleFiles } from './bundle-files.ts';
import type { MeshSource } from './source.ts';

export type StateRead = { ok: true; state: MeshState; ignored: Ignored[] } | { ok: false; reason: string };

/** The state that a path (or `-`, standard input) holds; one plain sentence where it holds none. */
export async function readBundleState(path: string, stdin: ReadStdin, limits?: Limits): Promise<StateRead> {
  const read = await readBundleFiles(path, stdin, limits);
  if (!read.ok) return read;
  const normalized = normalizeBundle(readBundle(read.files));
  return normalized.ok ? { ...normalized, ignored: [...read.ignored, ...normalized.ignored] } : normalized;
}

/** A source that emits the one state of a bundle. `ignored` is filled when it has started. */
export function createBundleSource(
  path: string,
  stdin: ReadStdin,
): MeshSource & { readonly ignored: readonly Ignored[] } {
  const ignored: Ignored[] = [];
  let stopped = false;
  return {
    ignored,
    async start(emit) {
      const read = await readBundleState(path, stdin);
      if (!read.ok) return read;
      ignored.push(...read.ignored);
      if (!stopped) emit(read.state);
      return { ok: true };
    },
    async stop() {
      stopped = true;
    },
  };
}
