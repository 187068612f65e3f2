/** `--with` and `--without`: the mesh as it would be after a change. */
import { type MeshState, readChange, type WhatIf, whatIf } from '@hopscope/core';
import { type Limits, readBundleFiles } from '../sources/bundle-files.ts';
import type { ChangeChoice } from './option-values.ts';
import type { Terminal } from './terminal.ts';

const LIMITS: Limits = { bytes: 16 << 20, files: 1000 };

export type Changed =
  | { ok: true; state: MeshState; answer: WhatIf; notes: string[] }
  | { ok: false; reasons: string[] };

/** Applies what was chosen; null where nothing was. */
export async function changeMesh(
  state: MeshState,
  { files, without }: ChangeChoice,
  terminal: Terminal,
): Promise<Changed | null> {
  if (files.length === 0 && without.length === 0) return null;
  const texts: Parameters<typeof readChange>[0][number][] = [];
  for (const path of files) {
    const read = await readBundleFiles(path, terminal.readStdin, LIMITS);
    if (!read.ok) return { ok: false, reasons: [read.reason] };
    texts.push(...read.files);
  }
  const { objects, problems, notes } = readChange(texts);
  if (problems.length > 0) return { ok: false, reasons: problems };
  const { answer, state: after } = whatIf(state, { objects, without });
  return { ok: true, state: after, answer, notes: [...notes, ...answer.notes] };
}
