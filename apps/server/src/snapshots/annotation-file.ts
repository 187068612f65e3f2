/** What people wrote on a snapshot: lines of JSON in a file beside it, which only grows. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { Annotation } from './annotation.ts';
import { syncFolder } from './durable-files.ts';

export const NOTES = '.notes';

/** Adds a line and flushes it. It begins with a line end: half a line of a killed process stays alone. */
export async function appendAnnotation(folder: string, id: string, entry: Annotation): Promise<void> {
  const file = await open(join(folder, `${id}${NOTES}`), 'a', 0o600);
  try {
    await file.writeFile(`\n${JSON.stringify(entry)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(folder);
}

/** The entries that are whole, the oldest first. */
export async function readAnnotations(folder: string, id: string): Promise<Annotation[]> {
  const text = await readFile(join(folder, `${id}${NOTES}`), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap(parseLine);
}

function parseLine(line: string): Annotation[] {
  if (line === '') return [];
  try {
    const entry: unknown = JSON.parse(line);
    return Value.Check(Annotation, entry) ? [entry] : [];
  } catch {
    // Half a line: its writer was killed before it was told to be kept.
    return [];
  }
}
