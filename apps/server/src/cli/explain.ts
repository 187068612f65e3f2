/** `hopscope explain`: one path in the terminal. */
import { explain, type PathResult } from '@hopscope/core';
import { changeMesh } from './change.ts';
import { formatActions } from './change-text.ts';
import type { Command } from './command-line.ts';
import { formatPath } from './explain-text.ts';
import { readMesh } from './read-mesh.ts';
import { EXIT, type Painter, painterOf, plain, type Terminal, tell } from './terminal.ts';

/** Answers; resolves to the exit code of the contract. */
export async function runExplain(command: Extract<Command, { name: 'explain' }>, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal, command.query);
  if (!mesh.ok) return tell(terminal, [mesh.reason], EXIT.unknown);
  const changed = await changeMesh(mesh.state, command.change, terminal);
  if (changed?.ok === false) return tell(terminal, changed.reasons, EXIT.usage);
  const paint = painterOf(terminal);
  const before = explain(mesh.state, command.query, { thoughtOf: Boolean(changed) });
  const result = changed ? explain(changed.state, command.query, { thoughtOf: true }) : before;
  if (changed) {
    const { actions } = changed.answer;
    const value = { before, after: result, change: { actions, notes: changed.notes } };
    const lead = [compare(before, result, paint), ...formatActions(changed.answer, changed.notes, paint), ''].join(
      '\n',
    );
    terminal.out(command.json ? `${JSON.stringify(value, null, 2)}\n` : `${lead}\n${formatPath(result, paint)}`);
  } else {
    terminal.out(command.json ? `${JSON.stringify(result, null, 2)}\n` : formatPath(result, paint));
  }
  return exitOf(result);
}

function compare(before: PathResult, after: PathResult, paint: Painter): string {
  if (before.verdict === after.verdict && before.sentence === after.sentence)
    return paint('bold', `With the change it stays as it is: ${after.verdict}.`);
  const was = before.verdict === 'delivered' ? '' : ` Before: ${plain(before.sentence)}`;
  return `${paint('bold', `With the change: ${before.verdict} → ${after.verdict}.`)}${was}`;
}

/** 0 delivered; 1 blocked, degraded or varying; 2 unknown. */
export function exitOf({ verdict }: Pick<PathResult, 'verdict'>): number {
  if (verdict === 'delivered') return EXIT.ok;
  return verdict === 'unknown' ? EXIT.unknown : EXIT.failed;
}
