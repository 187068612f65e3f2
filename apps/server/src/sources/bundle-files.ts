/** The files of a bundle, from wherever it lies: bounded, so that a hostile archive cannot fill the memory. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { BundleFile, Ignored } from '@hopscope/core';
import { isTar, readTar } from './tar.ts';

export interface Limits {
  /** of all files together, unpacked */
  bytes: number;
  files: number;
}

export const LIMITS: Limits = { bytes: 512 << 20, files: 20_000 };

export type FilesRead = { ok: true; files: BundleFile[]; ignored: Ignored[] } | { ok: false; reason: string };

/** All of standard input, at most so many bytes; null when there is more. */
export type ReadStdin = (limit: number) => Promise<Buffer | null>;

const unzip = promisify(gunzip);
/** Other names hold nothing that a bundle is made of. */
const READABLE = /\.(?:ya?ml|json|txt)$|(?:^|\/)[^./]+$/i;

/** Reads a file, a folder, an archive, or standard input (`-`). A failure is one plain sentence. */
export async function readBundleFiles(path: string, stdin: ReadStdin, limits: Limits = LIMITS): Promise<FilesRead> {
  try {
    if (path === '-') {
      const bytes = await stdin(limits.bytes);
      return bytes === null ? tooLarge('Standard input', limits) : await unpack(bytes, 'standard input', limits);
    }
    const found = await stat(path);
    if (found.isDirectory()) return await readFolder(path, limits);
    if (!found.isFile()) return { ok: false, reason: `${path} is neither a file nor a folder.` };
    if (found.size > limits.bytes) return tooLarge(path, limits);
    return await unpack(await readFile(path), path, limits);
  } catch (error) {
    return { ok: false, reason: fileReason(path, error) };
  }
}

/** What a failed system call means for a person. */
export function fileReason(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `There is no file or folder ${path}.`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} cannot be read: permission denied.`;
  if (code === 'EISDIR') return `${path} is a folder.`;
  return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

function tooLarge(what: string, { bytes }: Limits): { ok: false; reason: string } {
  return { ok: false, reason: `${what} is too large: unpacked, more than ${Math.floor(bytes / (1 << 20))} MiB.` };
}

function tooMany(what: string, { files }: Limits): { ok: false; reason: string } {
  return { ok: false, reason: `${what} holds more than ${files} files: give the folder that the bundle is in.` };
}

/** What a file is shows in its first bytes; names lie. */
async function unpack(bytes: Buffer, path: string, limits: Limits): Promise<FilesRead> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    let plain: Buffer;
    try {
      plain = await unzip(bytes, { maxOutputLength: limits.bytes });
    } catch (error) {
      const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      return isLarge
        ? tooLarge(path, limits)
        : { ok: false, reason: `${path} is compressed and cannot be unpacked: it is damaged or cut off.` };
    }
    return unpackPlain(plain, path.replace(/\.gz$/i, ''), limits);
  }
  return unpackPlain(bytes, path, limits);
}

function unpackPlain(bytes: Buffer, path: string, limits: Limits): FilesRead {
  if (isTar(bytes)) return unpackTar(bytes, path, limits);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03)
    return {
      ok: false,
      reason: `${path} is a zip archive, which is not read: unpack it and give the folder, or make it a .tar.gz.`,
    };
  return { ok: true, files: [{ path, text: bytes.toString('utf8') }], ignored: [] };
}

function unpackTar(bytes: Buffer, path: string, limits: Limits): FilesRead {
  const files: BundleFile[] = [];
  const ignored: Ignored[] = [];
  for (const entry of readTar(bytes)) {
    if (entry === null) return { ok: false, reason: `${path} is a damaged archive: it is cut off, or no tar.` };
    if (files.length + ignored.length >= limits.files) return tooMany(path, limits);
    if (entry.kind === 'link') ignored.push({ path: entry.path, why: LINK });
    else if (entry.kind === 'file' && !READABLE.test(entry.path)) ignored.push({ path: entry.path, why: NAME });
    else if (entry.kind === 'file') files.push({ path: entry.path, text: Buffer.from(entry.data).toString('utf8') });
  }
  return { ok: true, files, ignored };
}

const LINK = 'It is a link, and links are not followed.';
const NAME = 'Its name is not that of a YAML, JSON or text file.';

async function readFolder(root: string, limits: Limits): Promise<FilesRead> {
  const files: BundleFile[] = [];
  const ignored: Ignored[] = [];
  const found = await listFolder(root, limits.files);
  if (found === null) return tooMany(root, limits);
  let bytes = 0;
  for (const { path, label, why } of found) {
    if (why !== null) {
      ignored.push({ path: label, why });
      continue;
    }
    bytes += (await stat(path)).size;
    if (bytes > limits.bytes) return tooLarge(root, limits);
    files.push({ path: label, text: await readFile(path, 'utf8') });
  }
  return { ok: true, files, ignored };
}

/** Everything below a folder that is none itself; null where there is too much of it. */
async function listFolder(root: string, limit: number) {
  const found: { path: string; label: string; why: string | null }[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      const label = relative(root, path).replaceAll('\\', '/');
      if (entry.isDirectory()) folders.push(path);
      else found.push({ path, label, why: reasonToSkip(entry, label) });
    }
    if (found.length + folders.length > limit) return null;
  }
  return found;
}

function reasonToSkip(entry: Dirent, label: string): string | null {
  if (entry.isSymbolicLink()) return LINK;
  if (!entry.isFile()) return 'It is no ordinary file.';
  return READABLE.test(label) ? null : NAME;
}
