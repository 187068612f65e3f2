/** A process that puts snapshots one after the other until it is killed, and tells of each one that is kept. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { openFileStore } from '../../src/snapshots/file-store.ts';
import { createId, createToken, hashToken } from '../../src/snapshots/tokens.ts';

const opened = await openFileStore(process.argv[2]!);
if (!opened.ok) throw new Error(opened.reason);
const { store } = opened;
process.stdout.write('ready\n');
let body = randomBytes(1);
for (;;) {
  // Every other one has the bytes of the one before: the end of one must leave them to the other.
  if (randomInt(2) === 0) body = randomBytes(randomInt(1, 120_000));
  const id = createId();
  const header = {
    id,
    tokenHash: hashToken(createToken()),
    revokeHash: hashToken(createToken()),
    owner: 'ada',
    title: '',
    createdAt: '2026-11-20T10:00:00Z',
    expiresAt: '2099-11-20T10:00:00Z',
    asOf: '',
    audience: 'me' as const,
    profile: 'team' as const,
    pair: '',
    digest: createHash('sha256').update(body).digest('hex'),
    headline: '',
    namespaces: [],
    bytes: body.length,
    expanded: body.length,
    occasion: 'person' as const,
  };
  await store.put(header, body, { count: 1e6, bytes: 1e12 });
  process.stdout.write(`put ${id}\n`);
  if (randomInt(2) === 0) continue;
  await store.change(id, { state: 'revoked' });
  process.stdout.write(`revoked ${id}\n`);
  await store.dropBody(id);
  if (randomInt(2) === 0) await store.remove(id);
}
