/** The picture of a snapshot: what its reader was looking at, and nothing but what its document says. */
import { decodeSnapshot, type Parsed, reportOfSnapshot, type SnapshotDocument } from '@hopscope/core';
import { filterView } from '../answers/graph-view.ts';
import { drawSvg, type PictureSubject, type Theme } from './draw.ts';
import { causesNear } from './picture-part.ts';

/** What a picture of a snapshot is for. */
export type SnapshotUse = 'preview' | 'export';

interface Size {
  readonly width: number;
  readonly height: number;
  /** of the PNG */
  readonly scale: number;
}

/** A preview is looked at in a chat, small: it has fewer and larger letters, on the 1200 by 630 that chats ask for. */
const PREVIEW: Size = { width: 960, height: 504, scale: 1.25 };
const EXPORTS: Readonly<Record<'map' | 'path', Size>> = {
  map: { width: 1_600, height: 900, scale: 1.5 },
  path: { width: 1_200, height: 630, scale: 2 },
};

export interface SnapshotPicture {
  readonly svg: string;
  /** pixels of the PNG */
  readonly width: number;
}

/** Draws a snapshot's file; one that cannot be read is a reason. */
export function drawSnapshotFile(file: string, use: SnapshotUse, theme: Theme): Parsed<SnapshotPicture> {
  const decoded = decodeSnapshot(file);
  return decoded.ok ? { ok: true, value: drawSnapshot(decoded.snapshot.document, use, theme) } : decoded;
}

/** Draws a document that was built or decoded. */
export function drawSnapshot(document: SnapshotDocument, use: SnapshotUse, theme: Theme): SnapshotPicture {
  const subject = subjectOf(document);
  const { scale, ...size } = use === 'preview' ? PREVIEW : EXPORTS[subject.kind === 'path' ? 'path' : 'map'];
  return { svg: drawSvg(subject, { ...size, theme }), width: Math.round(size.width * scale) };
}

/** The path that went along, else the map, and of it the namespaces that were looked at. */
function subjectOf(document: SnapshotDocument): PictureSubject {
  const { paths, viewer, cluster } = document;
  const [path] = paths;
  if (path !== undefined) return { kind: 'path', path, cluster };
  const report = reportOfSnapshot(document);
  const { namespaces } = viewer;
  if (namespaces.length === 0) return { kind: 'map', report, title: '', about: [] };
  const part = { ...report, ...filterView(report, { namespaces, focus: null, depth: 0, problems: false }) };
  const title = namespaces.join(', ');
  return { kind: 'map', report: { ...part, causes: causesNear(part) }, title, about: [] };
}
