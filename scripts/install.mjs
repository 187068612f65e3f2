import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, Failure, findProblem, main, ROOT } from './process.mjs';
import { hashFiles, isFresh, listMembers, removeStamp, writeStamp } from './stamp.mjs';

const STAMP = join(ROOT, 'node_modules/.cache/hopscope/install');

/** Installs the workspace's dependencies with the pinned pnpm, unless that was done for this lockfile. */
export async function ensureInstalled() {
  const members = listMembers();
  const manifests = [ROOT, ...members].map((folder) => join(folder, 'package.json'));
  const hash = hashFiles([join(ROOT, 'pnpm-lock.yaml'), join(ROOT, 'pnpm-workspace.yaml'), ...manifests]);
  if (isFresh(STAMP, hash) && members.every((folder) => existsSync(join(folder, 'node_modules')))) return;

  console.log('Installing dependencies (once) …');
  removeStamp(STAMP);
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  // CI: pnpm must not ask before it replaces a node_modules that another version laid out.
  const env = { ...process.env, CI: 'true' };
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile'];
  const { code, output } = await capture('npx', args, { env, shell: process.platform === 'win32' });
  if (code !== 0) throw new Failure(`Installing the dependencies failed: ${findProblem(output)}`);
  writeStamp(STAMP, hash);
}

/** The JavaScript file of a program that a member of the workspace depends on. */
export function programOf(member, dependency, name = dependency) {
  const folder = join(ROOT, member, 'node_modules', dependency);
  if (!existsSync(folder)) throw new Failure(`${dependency} is not installed in ${member || 'the root'}.`);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

if (process.argv[1] === import.meta.filename) await main(ensureInstalled);
