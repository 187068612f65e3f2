/** What a change does, in plain words for a terminal. */
import { type CauseChange, type LinkFlip, refId, type WhatIf } from '@hopscope/core';
import { type Paint, type Painter, plain } from './terminal.ts';

const ACTIONS: Readonly<Record<WhatIf['actions'][number]['action'], string>> = {
  added: '+ added',
  replaced: '~ replaced',
  unchanged: '= as it is',
  removed: '- removed',
  absent: '· not there',
};

/** What was applied, and what the reader must know of it. */
export function formatActions({ actions }: WhatIf, notes: readonly string[], paint: Painter): string[] {
  return [
    ...actions.map(({ action, object }) => `  ${ACTIONS[action]} ${plain(refId(object))}`),
    ...notes.map((note) => paint('dim', `  note: ${plain(note)}`)),
  ];
}

/** The whole answer. */
export function formatWhatIf(answer: WhatIf, notes: readonly string[], paint: Painter): string {
  const { links, appear, disappear } = answer;
  const lines = [
    paint('bold', plain(answer.sentence)),
    ...formatActions(answer, notes, paint),
    ...section(
      'Links that change',
      links.map((link) => formatFlip(link, paint)),
    ),
    ...section(
      'Findings that would appear',
      appear.map((cause) => formatCause(cause, '+', 'red', paint)),
    ),
    ...section(
      'Findings that would be gone',
      disappear.map((cause) => formatCause(cause, '-', 'green', paint)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, entries: readonly string[][]): string[] {
  return entries.length === 0 ? [] : ['', `${title}:`, ...entries.flat()];
}

const COLORS: Readonly<Record<string, Paint>> = { delivered: 'green', blocked: 'red', unknown: 'blue' };

function formatFlip(
  { ask, before, after, waypointBefore, waypointAfter, sentence }: LinkFlip,
  paint: Painter,
): string[] {
  const verdict = `${before ?? 'not there'} → ${after ?? 'not there'}`;
  const isMoved = waypointBefore !== waypointAfter && before === after;
  const way = isMoved ? `, waypoint ${waypointBefore || 'none'} → ${waypointAfter || 'none'}` : '';
  const detail = after === null || after === 'delivered' ? [] : [`      ${plain(sentence)}`];
  return [`  ${plain(ask)}: ${paint(COLORS[after ?? ''] ?? 'yellow', `${verdict}${way}`)}`, ...detail];
}

function formatCause({ check, severity, sentence }: CauseChange, mark: string, color: Paint, paint: Painter): string[] {
  return [`  ${paint(color, `${mark} ${severity}`)} ${plain(sentence)} ${paint('dim', `[${check}]`)}`];
}
