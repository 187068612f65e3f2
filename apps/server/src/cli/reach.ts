/** `hopscope reach`: who can reach a target, or what a caller reaches. */
import { type Reach, type ReachGroup, whatItReaches, whoCanReach } from '@hopscope/core';
import { changeMesh } from './change.ts';
import { formatActions } from './change-text.ts';
import type { Command } from './command-line.ts';
import { readMesh } from './read-mesh.ts';
import { EXIT, type Paint, type Painter, painterOf, plain, type Terminal, tell } from './terminal.ts';

/** Lists; resolves to 0 where the question could be asked, 2 where an end is not there or the mesh cannot be read. */
export async function runReach(command: Extract<Command, { name: 'reach' }>, terminal: Terminal): Promise<number> {
  const mesh = await readMesh(command.mesh, terminal);
  if (!mesh.ok) return tell(terminal, [mesh.reason], EXIT.unknown);
  const changed = await changeMesh(mesh.state, command.change, terminal);
  if (changed?.ok === false) return tell(terminal, changed.reasons, EXIT.usage);
  const state = changed?.state ?? mesh.state;
  const { about, http } = command;
  const reach = about.direction === 'to' ? whoCanReach(state, about.to, http) : whatItReaches(state, about.from, http);
  if (reach.refusal !== '') return tell(terminal, [reach.refusal], EXIT.unknown);
  const paint = painterOf(terminal);
  const lead = changed ? formatActions(changed.answer, changed.notes, paint) : [];
  terminal.out(command.json ? `${JSON.stringify(reach, null, 2)}\n` : formatReach(reach, lead, paint));
  return EXIT.ok;
}

const MARKS: Readonly<Record<ReachGroup['verdict'], [mark: string, paint: Paint]>> = {
  delivered: ['✓', 'green'],
  degraded: ['!', 'yellow'],
  varies: ['!', 'yellow'],
  unknown: ['?', 'blue'],
  blocked: ['✗', 'red'],
};

function formatReach(reach: Reach, lead: readonly string[], paint: Painter): string {
  const lines = [
    paint('bold', plain(reach.sentence)),
    ...lead,
    paint('dim', `As of ${reach.asOf}.`),
    ...reach.groups.flatMap((group) => ['', ...formatGroup(group, paint)]),
    ...(reach.notKnown.length === 0 ? [] : ['', 'Not known:']),
    ...reach.notKnown.map((why) => `  ${paint('blue', '?')} ${plain(why)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A terminal is no place for thousands of names; `--json` has them all. */
const MOST_SHOWN = 20;

function formatGroup(group: ReachGroup, paint: Painter): string[] {
  const [mark, color] = MARKS[group.verdict];
  const facts = [
    ...(group.blame === null ? [] : [`blame: ${group.blame}`]),
    ...(group.waypoint === null ? [] : [`through waypoint ${group.waypoint.namespace}/${group.waypoint.name}`]),
    ...(group.skipped === '' ? [] : [`past the waypoint (${group.skipped})`]),
    ...(group.encrypted && group.verdict !== 'blocked' ? ['encrypted'] : []),
  ];
  const shown = group.ends.slice(0, MOST_SHOWN).map(({ text, identity }) => {
    return `    ${plain(text)}${identity === '' ? '' : paint('dim', `  ${plain(identity)}`)}`;
  });
  const more = group.ends.length - shown.length;
  return [
    `${paint(color, `${mark} ${group.verdict}`)} ${plain(group.sentence)}`,
    ...(facts.length === 0 ? [] : [paint('dim', `    ${plain(facts.join('; '))}`)]),
    ...shown,
    ...(more > 0 ? [paint('dim', `    and ${more} more (--json lists all)`)] : []),
  ];
}
