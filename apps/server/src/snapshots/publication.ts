/** From a document, or sealed bytes, to what a store keeps: checked against limits, named by tokens that are told once. */
import type { MadeDocument } from './make-document.ts';
import { type Outcome, type Refused, refused } from './outcome.ts';
import type { Principal } from './principal.ts';
import type { Audience, Rights, SnapshotHeader } from './record.ts';
import { SIZE_LIMITS, type SnapshotSettings } from './settings.ts';
import type { PutResult } from './snapshot-store.ts';
import { createId, createToken, hashToken } from './tokens.ts';

export interface Publication {
  title: string;
  audience: Audience;
  /** seconds */
  lasts: number;
  occasion: SnapshotHeader['occasion'];
  pair: string;
  /** '' = none is asked for */
  passphrase: string;
  /** null = as is usual here */
  rights: Rights | null;
}

export type Content =
  | { kind: 'open'; made: MadeDocument; body: Buffer; expanded: number }
  | { kind: 'sealed'; body: Buffer; digest: string };

export interface Prepared {
  header: SnapshotHeader;
  token: string;
  revokeToken: string;
}

/** The header with its tokens, or why it may not be published. */
export function prepare(
  content: Content,
  publication: Publication,
  { name }: Principal,
  settings: SnapshotSettings,
  now: number,
): Outcome<Prepared> {
  if (name === null) return UNNAMED;
  if (publication.audience === 'anyone' && !settings.allowAnyone) return refused('audience-off', ANYONE_OFF);
  const rights = rightsOf(content, publication, settings);
  if (!rights.ok) return rights;
  const expanded = content.kind === 'open' ? content.expanded : content.body.length;
  if (content.body.length > SIZE_LIMITS.bytes || expanded > SIZE_LIMITS.expanded)
    return refused('too-large', TOO_LARGE);
  const [token, revokeToken] = [createToken(), createToken()];
  const header: SnapshotHeader = {
    id: createId(),
    tokenHash: hashToken(token),
    revokeHash: hashToken(revokeToken),
    owner: name,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + Math.min(publication.lasts, settings.maxDays * 86_400) * 1000).toISOString(),
    title: publication.title,
    audience: publication.audience,
    rights: rights.value,
    occasion: publication.occasion,
    pair: publication.pair,
    bytes: content.body.length,
    expanded,
    ...(content.kind === 'sealed' ? sealed(content.digest) : told(content.made)),
  };
  return { ok: true, value: { header, token, revokeToken } };
}

/** Inside of an organisation each sees what is theirs, where it is known at all what that is. */
function rightsOf(
  content: Content,
  { rights, audience }: Publication,
  { namespacesHeader }: SnapshotSettings,
): Outcome<Rights> {
  const isNamed = content.kind === 'open' && content.made.document.redaction.profile !== 'shape';
  const canIntersect = isNamed && audience !== 'anyone' && namespacesHeader !== null;
  if (rights === 'intersect' && !canIntersect) return refused('audience-off', NO_INTERSECTION);
  if (audience === 'namespaces' && !canIntersect) return refused('audience-off', NO_NAMESPACES);
  return { ok: true, value: rights ?? (canIntersect ? 'intersect' : 'as-captured') };
}

const NO_INTERSECTION =
  'Each viewer can be shown their own namespaces only where a proxy tells them (HOPSCOPE_NAMESPACES_HEADER), for people who are signed in, and of a snapshot that names its namespaces: not of a sealed one or one of the profile shape.';

const NO_NAMESPACES =
  'Who has its namespaces is known only where a proxy tells it (HOPSCOPE_NAMESPACES_HEADER), and of a snapshot that names them: not of a sealed one or one of the profile shape. Choose another audience.';

/** Who is not named may open what is for anyone, and no more. */
export const UNNAMED = refused(
  'not-yours',
  'The proxy in front names nobody, and only somebody who is named may do this.',
);
const ANYONE_OFF =
  'Links for anyone are switched off here: choose another audience, or ask an administrator for HOPSCOPE_SNAPSHOT_ANYONE.';
const TOO_LARGE = 'The snapshot is larger than 2 MB packed or 20 MB unpacked: take fewer paths along.';

/** Why a store would not take it. */
export function overQuota(put: Exclude<PutResult, 'stored'>, { limits }: SnapshotSettings): Refused {
  if (put === 'over-namespace') return refused('over-quota', NAMESPACE_FULL);
  const megabytes = Math.floor(limits.bytes / (1024 * 1024));
  const full = `You keep ${limits.count} snapshots or ${megabytes} MB already`;
  return refused('over-quota', `${full}: revoke some in the list of snapshots.`);
}

const NAMESPACE_FULL =
  'As many snapshots as are allowed show one of these namespaces (HOPSCOPE_SNAPSHOT_NAMESPACE_MAX): revoke some, or choose fewer namespaces.';

type Told = Pick<SnapshotHeader, 'profile' | 'asOf' | 'digest' | 'headline' | 'namespaces'>;

const MOST_NAMESPACES = 2_000;

const sealed = (digest: string): Told => ({ profile: 'sealed', asOf: '', digest, headline: '', namespaces: [] });

function told({ document, digest }: MadeDocument): Told {
  const [path] = document.paths;
  const sentence = path?.sentence ?? document.headline.sentence;
  return {
    profile: document.redaction.profile,
    asOf: document.asOf,
    digest,
    headline: sentence.replaceAll('`', ''),
    namespaces: namespacesOf(document).slice(0, MOST_NAMESPACES),
  };
}

/** All that it shows something of, so that one can be ended for all; pseudonyms name none. */
function namespacesOf({ graph, redaction }: MadeDocument['document']): string[] {
  if (redaction.profile === 'shape') return [];
  return [...new Set(graph.nodes.namespace)].map((index) => graph.strings[index] ?? '').filter((name) => name !== '');
}
