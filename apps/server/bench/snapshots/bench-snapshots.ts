/** `npm run bench -- --snapshots`: sizes and times by size of the mesh, kill -9 while writing, hostile requests. */
import { randomBytes } from 'node:crypto';
import { analyze, canonicalJson, decodeSnapshot, PLAIN_VIEW, type Profile } from '@hopscope/core';
import { makeDocument } from '../../src/snapshots/make-document.ts';
import { pack, unpack } from '../../src/snapshots/packing.ts';
import { encodeSigned } from '../../src/snapshots/signed-file.ts';
import { createSigner } from '../../src/snapshots/signing.ts';
import { generateMesh } from '../engine/generate-mesh.ts';

export interface SizeRow {
  services: number;
  links: number;
  profile: Profile;
  /** graph, verdicts and causes alone, packed: bytes */
  graphBytes: number;
  /** the whole file, packed and unpacked: bytes */
  bytes: number;
  expanded: number;
  /** milliseconds */
  make: number;
  pack: number;
  open: number;
}

/** One row a size and profile; reports are judged before, for that is done anyway. */
export async function benchSizes(sizes: readonly number[]): Promise<SizeRow[]> {
  const rows: SizeRow[] = [];
  const signer = createSigner(randomBytes(32));
  for (const services of sizes) {
    const state = generateMesh({
      services,
      nodes: Math.max(3, services / 20),
      podsPerService: 5,
      linksPerService: 2.5,
    });
    const report = analyze(state);
    for (const profile of ['full', 'team', 'shape'] as const) {
      const choice = { profile, pair: '', paths: [], viewer: PLAIN_VIEW, namespaces: null };
      const more = { version: '0.0.0', createdAt: state.takenAt, pairSecret: randomBytes(32) };
      const [made, make] = timed(() => makeDocument({ state, report }, choice, more));
      const text = encodeSigned(made, signer);
      const [packed, packing] = await timedAsync(() => pack(text));
      const [, open] = await timedAsync(async () => decodeSnapshot((await unpack(packed))!));
      const { graph, causes } = made.document;
      const alone = await pack(canonicalJson({ graph, causes }));
      rows.push({
        services,
        links: report.graph.links.length,
        profile,
        graphBytes: alone.length,
        bytes: packed.length,
        expanded: Buffer.byteLength(text),
        make,
        pack: packing,
        open,
      });
    }
  }
  return rows;
}

function timed<T>(run: () => T): [T, number] {
  const start = performance.now();
  return [run(), performance.now() - start];
}

async function timedAsync<T>(run: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await run(), performance.now() - start];
}

const kilo = (bytes: number): string => (bytes / 1000).toFixed(1);

/** The rows as a table for a terminal. */
export function formatSizes(rows: readonly SizeRow[]): string {
  const lines = rows.map((r) =>
    [
      r.services,
      r.links,
      r.profile,
      kilo(r.graphBytes),
      kilo(r.bytes),
      kilo(r.expanded),
      r.make.toFixed(0),
      r.pack.toFixed(0),
      r.open.toFixed(0),
    ].join(' | '),
  );
  const head =
    'services | links | profile | graph and verdicts kB | whole kB | unpacked kB | make ms | pack ms | open ms';
  return [`| ${head} |`, `|${' --- |'.repeat(9)}`, ...lines.map((line) => `| ${line} |`)].join('\n');
}
