/** The one file of the server that draws: everything else hands data to it and takes text. */
import { type BadgeWords, drawBadge } from '@hopscope/panels/badge';
import { drawPicture, type PictureOptions, type PictureSubject } from '@hopscope/panels/picture';

export type { BadgeWords, PictureSubject };
export type Theme = PictureOptions['theme'];

/** A picture as an SVG document. */
export function drawSvg(subject: PictureSubject, options: PictureOptions): string {
  return drawPicture(subject, options);
}

/** A badge as an SVG document. */
export function drawBadgeSvg(badge: BadgeWords, theme: Theme): string {
  return drawBadge(badge, theme);
}
