/** `hopscope explain`: one path in the terminal. */
import { explain, type PathResult } from '@hopscope/core';
import type { Command } from './command-line.ts';
import { formatPath } from './explain-text.ts';
import { readMesh } from './read-mesh.ts';
import { EXIT, painterOf, printable, type Terminal } from './terminal.ts';

/** Answers; resolves to the exit code of the contract. */
export async function runExplain(command: Extract<Command, { name: 'explain' }>, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) {
    terminal.err(`hopscope: ${printable(mesh.reason)}\n`);
    return EXIT.unknown;
  }
  const result = explain(mesh.state, command.query);
  terminal.out(command.json ? `${JSON.stringify(result, null, 2)}\n` : formatPath(result, painterOf(terminal)));
  return exitOf(result);
}

/** 0 delivered; 1 blocked, degraded or varying; 2 unknown. */
export function exitOf({ verdict }: Pick<PathResult, 'verdict'>): number {
  if (verdict === 'delivered') return EXIT.ok;
  return verdict === 'unknown' ? EXIT.unknown : EXIT.failed;
}
