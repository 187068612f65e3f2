/** The picture of what happened lately, the newest first. */
import { utcMinute } from '../path/age.ts';
import { cutText } from './font.ts';
import { framePicture, type PictureSize, type Telling } from './frame.ts';
import type { Palette, Theme } from './palette.ts';
import { type Box, card, paragraph, plain, words } from './shapes.ts';
import { element, group, NOTHING, type Svg } from './svg.ts';

export interface PictureChange {
  /** RFC 3339 */
  readonly at: string;
  readonly sentence: string;
}

export interface ChangesSubject {
  readonly changes: readonly PictureChange[];
  readonly cluster: string;
  readonly asOf: string;
}

const ROW = 30;
const TIME = 150;

/** Moments and sentences, as many as there is room for. */
export function drawChangesPicture(subject: ChangesSubject, size: PictureSize, theme: Theme): string {
  return framePicture(tellChanges(subject), size, theme, (room, palette) => drawChanges(subject, room, palette));
}

function tellChanges({ changes, cluster, asOf }: ChangesSubject): Telling {
  const count = changes.length === 1 ? '1 change is' : `${changes.length} changes are`;
  const sentence = changes.length === 0 ? 'No change is known in this time.' : `${count} known in this time.`;
  const newest = changes[0];
  const second = newest === undefined ? '' : `The newest: ${plain(newest.sentence)}`;
  const spoken = changes.map((change) => `${utcMinute(change.at)}: ${change.sentence}`);
  return { state: 'clock', sentence, stress: '', second, spoken, cluster, asOf };
}

function drawChanges({ changes }: ChangesSubject, room: Box, palette: Palette): Svg {
  if (changes.length === 0) return NOTHING;
  const rows = Math.max(1, Math.floor((room.height - 16) / ROW));
  const shown = changes.length > rows ? changes.slice(0, rows - 1) : changes;
  const left = changes.length - shown.length;
  const isWide = room.width >= 520;
  const x = room.x + 16 + (isWide ? TIME : 58);
  const lines = shown.map(({ at, sentence }, index) => {
    const y = room.y + 8 + index * ROW;
    const when = isWide ? utcMinute(at) : utcMinute(at).slice(11, 16);
    const rule = { d: `M${room.x + 14},${y + ROW}H${room.x + room.width - 14}`, stroke: palette.border };
    return group(
      {},
      words(room.x + 16, y + 20, when, { size: 12.5, fill: palette['text-2'] }),
      words(x, y + 20, cutText(plain(sentence), room.x + room.width - 16 - x, 13.5), {
        size: 13.5,
        fill: palette.text,
      }),
      index < shown.length - 1 ? element('path', rule) : NOTHING,
    );
  });
  const height = Math.min(room.height, 16 + (shown.length + (left > 0 ? 1 : 0)) * ROW);
  const more = paragraph(room.x + 16, room.y + 12 + shown.length * ROW, room.width, 1, `and ${left} more`, {
    size: 13,
    fill: palette['text-2'],
    weight: 600,
  });
  return group({}, card({ ...room, height }, palette.surface, palette.border), ...lines, left > 0 ? more.svg : NOTHING);
}
