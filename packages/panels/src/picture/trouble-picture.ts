/** Stands where a picture would: an image has no other way to say why there is none. */
import { framePicture, type PictureSize } from './frame.ts';
import type { Theme } from './palette.ts';
import { paragraph } from './shapes.ts';

/** The trouble as the sentence, and what to do next below it. */
export function drawTroublePicture(
  { title, detail }: { readonly title: string; readonly detail: string },
  size: PictureSize,
  theme: Theme,
): string {
  const telling = { state: 'unknown', stress: '', second: '', cluster: '', asOf: '' } as const;
  return framePicture({ ...telling, sentence: title, spoken: [detail] }, size, theme, (room, palette) => {
    const most = Math.max(1, Math.floor(room.height / 20));
    return paragraph(room.x, room.y, room.width, most, detail, { size: 14, fill: palette['text-2'] }).svg;
  });
}
