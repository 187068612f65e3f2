/** From the mesh as it is judged now to the bytes of a snapshot. */
import { createHmac, randomBytes } from 'node:crypto';
import {
  buildSnapshot,
  canonicalJson,
  explain,
  type Hmac,
  type PathQuery,
  type Profile,
  type SnapshotDocument,
  type Viewer,
} from '@hopscope/core';
import { narrowReport } from '../embed/narrow-report.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { concealWithin, isWithin, stateWithin } from './narrowing.ts';
import { digestOf } from './signing.ts';

export interface DocumentChoice {
  profile: Profile;
  /** name that makes snapshots comparable; '' = this one alone */
  pair: string;
  paths: readonly PathQuery[];
  viewer: Viewer;
  /** what lies elsewhere is left out; null = nothing is */
  namespaces: readonly string[] | null;
}

export interface MadeDocument {
  document: SnapshotDocument;
  canonical: string;
  digest: string;
}

/** Redacted before anything else sees it. `pairSecret` is this installation's own. */
export function makeDocument(
  { state, report }: Pick<Snapshot, 'state' | 'report'>,
  choice: DocumentChoice,
  more: { version: string; createdAt: string; pairSecret: Buffer },
): MadeDocument {
  const key = keyOf(choice, more.pairSecret);
  const hmac: Hmac = (text) => createHmac('sha256', key.key).update(text).digest('hex');
  const { namespaces } = choice;
  const conceal = concealWithin(report, state, namespaces);
  const document = buildSnapshot({
    state: stateWithin(state, namespaces),
    report: narrowReport(report, state, namespaces).report,
    paths: choice.paths.filter((query) => isWithin(query, namespaces)).map((query) => conceal(explain(state, query))),
    viewer: choice.viewer,
    createdAt: more.createdAt,
    version: more.version,
    profile: choice.profile,
    pair: key.pair,
    hmac,
  });
  const canonical = canonicalJson(document);
  return { document, canonical, digest: digestOf(canonical) };
}

/** A key of its own, or the key of the pair; its public name tells nothing of the name that people gave it. */
function keyOf({ profile, pair }: DocumentChoice, secret: Buffer): { key: Buffer; pair: string } {
  // In full nothing is replaced, and what policies say is compared with any other.
  if (profile === 'full') return { key: Buffer.from('full'), pair: '' };
  if (pair === '') return { key: randomBytes(32), pair: '' };
  const key = createHmac('sha256', secret).update(`pair ${pair}`).digest();
  return { key, pair: createHmac('sha256', key).update('name').digest('hex').slice(0, 16) };
}
