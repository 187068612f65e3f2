/** For tests of stores. */
import { createHash } from 'node:crypto';
import type { SnapshotHeader } from './record.ts';
import { createId, createToken, hashToken } from './tokens.ts';

/** A header of somebody's snapshot; what is left out is made up. */
export function headerOf(more: Partial<SnapshotHeader> = {}, body: Buffer = Buffer.alloc(0)): SnapshotHeader {
  return {
    id: createId(),
    tokenHash: hashToken(createToken()),
    revokeHash: hashToken(createToken()),
    owner: 'ada',
    title: 'a "title" with ü and </script>',
    createdAt: '2026-11-20T10:00:00.000Z',
    expiresAt: '2026-11-27T10:00:00.000Z',
    asOf: '2026-11-20T10:00:00Z',
    audience: 'me',
    profile: 'team',
    pair: '',
    digest: createHash('sha256').update(body).digest('hex'),
    headline: 'All is well.',
    namespaces: ['shop'],
    bytes: body.length,
    expanded: body.length * 10,
    occasion: 'person',
    ...more,
  };
}
