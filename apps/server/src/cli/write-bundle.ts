/** A bundle as a file: one JSON document, the same compressed, or the folder form in an archive. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RawReading } from '@hopscope/core';
import { createTar } from 'nanotar';
import type { KubernetesObject } from '../kubernetes/kinds.ts';

export interface GatheredBundle {
  hopscopeBundle: 1;
  takenAt: string;
  cluster: string;
  objects: KubernetesObject[];
  readings: RawReading[];
  unread: { kind: string; namespace: string | null; code: string; message: string }[];
}

const compress = promisify(gzip);

/** The bytes of a bundle in the form that a file name asks for. */
export async function packBundle(bundle: GatheredBundle, fileName: string): Promise<Uint8Array> {
  if (/\.(?:tar\.gz|tgz)$/i.test(fileName)) return compress(createTar(folderForm(bundle)));
  const json = Buffer.from(`${JSON.stringify(bundle)}\n`);
  return /\.gz$/i.test(fileName) ? compress(json) : json;
}

function folderForm({ objects, readings, ...header }: GatheredBundle): { name: string; data: string }[] {
  const byKind = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const key = `${object.kind}${groupSuffix(object.apiVersion)}`;
    byKind.set(key, [...(byKind.get(key) ?? []), object]);
  }
  return [
    { name: 'bundle.json', data: `${JSON.stringify({ ...header, readings: [] }, null, 2)}\n` },
    ...readingFiles(readings),
    ...[...byKind].map(([kind, items]) => ({
      name: `objects/${kind.toLowerCase()}.json`,
      data: `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1)}\n`,
    })),
  ];
}

/** `readings/<source>/<namespace>_<pod>.json`, numbered where one answered more than once; each says itself when that was. */
function readingFiles(readings: readonly RawReading[]): { name: string; data: string }[] {
  const counts = new Map<string, number>();
  return readings.map((reading) => {
    const name = `readings/${reading.source}/${reading.pod?.replace('/', '_') ?? 'answer'}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { name: `${name}${count === 1 ? '' : `.${count}`}.json`, data: `${JSON.stringify(reading)}\n` };
  });
}

function groupSuffix(apiVersion = 'v1'): string {
  return apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
}

/** Writes a file whole or not at all, readable by its owner only: it tells how a cluster is built. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
