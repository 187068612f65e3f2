/** What of the mesh, or of a snapshot of it, may be told to somebody who may see some namespaces alone. */
import {
  canonicalJson,
  type MeshReport,
  type MeshState,
  type PathQuery,
  type PathResult,
  rebuildSnapshot,
  reportOfSnapshot,
  type SnapshotDocument,
} from '@hopscope/core';
import { createConceal, type NamespaceState, otherNamespaces } from '../embed/conceal.ts';
import { narrowReport } from '../embed/narrow-report.ts';
import { pack, unpack } from './packing.ts';
import { decodeChecked, encodeSigned } from './signed-file.ts';
import { digestOf, type Signer } from './signing.ts';
import type { Narrow } from './snapshots.ts';

/** True for a path both of whose ends lie in the namespaces; null = in any. */
export function isWithin({ from, to }: PathQuery, namespaces: readonly string[] | null): boolean {
  if (namespaces === null) return true;
  return [from, to].every((end) => 'namespace' in end && namespaces.includes(end.namespace));
}

/** Policies of other namespaces are left out; everything else of a state is told by its report alone. */
export function stateWithin(state: MeshState, namespaces: readonly string[] | null): MeshState {
  if (namespaces === null) return state;
  const own = <T extends { namespace: string }>(all: readonly T[]): T[] =>
    all.filter(({ namespace }) => namespaces.includes(namespace));
  return {
    ...state,
    authorizationPolicies: own(state.authorizationPolicies),
    peerAuthentications: own(state.peerAuthentications),
    requestAuthentications: own(state.requestAuthentications),
    networkPolicies: own(state.networkPolicies),
    virtualServices: own(state.virtualServices),
    destinationRules: own(state.destinationRules),
    routes: own(state.routes),
  };
}

/** Takes names of other namespaces out of an answer about a path. */
export function concealWithin(
  { graph }: Pick<MeshReport, 'graph'>,
  state: NamespaceState,
  namespaces: readonly string[] | null,
): (path: PathResult) => PathResult {
  if (namespaces === null) return (path) => path;
  const conceal = createConceal(otherNamespaces(state, graph.nodes, namespaces));
  return ({ justBefore: _changes, ...path }) => conceal(path);
}

/** A document as somebody of these namespaces may see it. */
export function narrowDocument(document: SnapshotDocument, namespaces: readonly string[]): SnapshotDocument {
  const report = reportOfSnapshot(document);
  const named = [...report.graph.nodes, ...document.policies.map(({ ref }) => ref)];
  const state = { namespaces: named.map(({ namespace }) => ({ name: namespace })), pods: [] };
  const conceal = concealWithin(report, state, namespaces);
  return rebuildSnapshot(document, {
    report: narrowReport(report, state, namespaces).report,
    policies: document.policies.filter(({ ref }) => namespaces.includes(ref.namespace)),
    paths: document.paths.filter(({ query }) => isWithin(query, namespaces)).map(conceal),
  });
}

interface Part {
  digest: string;
  headline: string;
  body: Buffer;
}

/** Narrowing a large snapshot takes a second; a team looks at one again and again. */
const MOST_KEPT = 8;

/**
 * Narrows what a store keeps. The result is another document than the one that was published, so it has a digest and a signature
 * of its own. Of bytes that this server cannot read, nothing is told.
 */
export function createNarrow(signer: Signer): Narrow {
  const kept = new Map<string, Promise<Part | null>>();
  return async ({ record, body }, namespaces) => {
    const key = JSON.stringify([record.id, record.digest, [...namespaces].sort()]);
    const part =
      kept.get(key) ?? (record.profile === 'sealed' ? Promise.resolve(null) : partOf(body, namespaces, signer));
    kept.delete(key);
    kept.set(key, part);
    // What failed may work the next time; whoever waits for it is told.
    part.catch(() => kept.delete(key));
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    const found = await part;
    if (found === null) return null;
    const { digest, headline } = found;
    // Of those that nobody in particular took, the title is the headline.
    const title = record.occasion === 'person' ? record.title : '';
    const names = record.namespaces.filter((name) => namespaces.includes(name));
    return { record: { ...record, digest, headline, title, namespaces: names }, body: found.body };
  };
}

async function partOf(body: Buffer, namespaces: readonly string[], signer: Signer): Promise<Part | null> {
  const text = await unpack(body);
  const decoded = text === null ? null : decodeChecked(text);
  if (!decoded?.ok) return null;
  const document = narrowDocument(decoded.snapshot.document, namespaces);
  const canonical = canonicalJson(document);
  const digest = digestOf(canonical);
  const file = encodeSigned({ canonical, digest }, signer);
  return { digest, headline: document.headline.sentence.replaceAll('`', ''), body: await pack(file) };
}
