/** The cases of folders, in the order of their paths. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Case, readCase } from './case.ts';

/** All cases below the given folders or files; a path that is not there throws. */
export async function findCases(paths: readonly string[]): Promise<Case[]> {
  const found: Case[] = [];
  for (const path of paths) for (const file of await listFiles(path)) found.push(...(await readCases(file)));
  return found;
}

async function listFiles(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

async function readCases(file: string): Promise<Case[]> {
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  const documents = Array.isArray(document) ? (document as unknown[]) : [document];
  return documents.flatMap((item) => readCase(item, file) ?? []);
}
