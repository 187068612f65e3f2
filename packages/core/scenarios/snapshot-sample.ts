/** For tests of snapshots: the demo's mesh in a chapter, judged, with a path, as a document of a profile. */
import {
  analyze,
  buildSnapshot,
  explain,
  type Hmac,
  type MeshState,
  normalizeBundle,
  PLAIN_VIEW,
  type Profile,
  parseAsk,
  readBundleDocument,
  type SnapshotDocument,
  type SnapshotInput,
} from '../src/index.ts';
import { type ChapterId, demoBundle } from './demo/story.ts';

export const AT = '2026-11-20T10:00:00Z';

/** No cryptography: a spread of 64 digits that hangs on key and text, which is all that tests ask of it. */
export const hmacWith =
  (key: string): Hmac =>
  (text) =>
    Array.from({ length: 8 }, (_, i) => spread(`${i} ${key} ${text}`).toString(16).padStart(8, '0')).join('');

function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The state of a chapter, ten minutes into it. */
export function sampleState(chapter: ChapterId): MeshState {
  const read = normalizeBundle(readBundleDocument(demoBundle(chapter, AT, 600)));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
}

/** A document of it. */
export function sampleSnapshot(
  chapter: ChapterId,
  profile: Profile,
  more: Partial<SnapshotInput> & { ask?: string } = {},
): SnapshotDocument {
  const state = more.state ?? sampleState(chapter);
  const asked = parseAsk(more.ask ?? 'web/frontend -> shop/cart:80');
  if (!asked.ok) throw new Error(asked.reason);
  return buildSnapshot({
    state,
    report: analyze(state),
    paths: [explain(state, asked.value)],
    viewer: PLAIN_VIEW,
    createdAt: AT,
    version: '0.0.0',
    profile,
    pair: '',
    hmac: hmacWith('a key'),
    ...more,
  });
}
