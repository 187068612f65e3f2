/** What a chat is told of a snapshot. */
import { snapshotText } from '@hopscope/core';
import { unpack } from './packing.ts';
import { decodeChecked } from './signed-file.ts';
import type { OpenedSnapshot } from './snapshots.ts';
import type { ChatMessage } from './webhook.ts';

/** Title, sentences and the link. Of what is sealed or asks for a passphrase, the title alone; null where it cannot be read. */
export async function chatMessageOf({ record, body }: OpenedSnapshot, link: string): Promise<ChatMessage | null> {
  const title = record.title === '' ? [] : [record.title];
  if (record.lock !== undefined || record.profile === 'sealed')
    return { text: [...title, `A snapshot of a mesh, until ${record.expiresAt}.`].join('\n'), link };
  const text = await unpack(body);
  const decoded = text === null ? null : decodeChecked(text);
  if (!decoded?.ok) return null;
  // An automatic title is the sentence that comes anyway.
  const heading =
    record.occasion === 'person' ? title : [record.occasion === 'problem' ? 'A problem began' : 'It is over'];
  return { text: [...heading, snapshotText(decoded.snapshot.document, '').trim()].join('\n'), link };
}
