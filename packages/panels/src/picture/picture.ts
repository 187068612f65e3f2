/** Draws a picture as SVG without a DOM: for the server, and for whoever wants a file. */
import type { PathResult } from '@hopscope/core';
import { type ChangesSubject, drawChangesPicture } from './changes-picture.ts';
import type { PictureSize } from './frame.ts';
import { drawMeshPicture, drawProblemsPicture, type MeshSubject } from './map-picture.ts';
import type { Theme } from './palette.ts';
import { drawPathPicture } from './path-picture.ts';
import { drawTroublePicture } from './trouble-picture.ts';

/** What a picture shows: a mesh or a part of it, the reasons of it, one path, or what happened. */
export type PictureSubject =
  | ({ readonly kind: 'map' | 'problems' } & MeshSubject)
  | { readonly kind: 'path'; readonly path: PathResult; readonly cluster: string }
  | ({ readonly kind: 'changes' } & ChangesSubject)
  /** why there is no picture, for who looks at an image */
  | { readonly kind: 'trouble'; readonly title: string; readonly detail: string };

export interface PictureOptions extends PictureSize {
  readonly theme: Theme;
}

/** An SVG document of its own: no script, no style sheet, nothing from elsewhere; the same bytes for the same input. */
export function drawPicture(subject: PictureSubject, { theme, ...size }: PictureOptions): string {
  switch (subject.kind) {
    case 'map':
      return drawMeshPicture(subject, size, theme);
    case 'problems':
      return drawProblemsPicture(subject, size, theme);
    case 'path':
      return drawPathPicture(subject.path, subject.cluster, size, theme);
    case 'changes':
      return drawChangesPicture(subject, size, theme);
    case 'trouble':
      return drawTroublePicture(subject, size, theme);
  }
}
