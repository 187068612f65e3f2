/** The cluster under test, as its operator handles it: kubectl, and a stop of the API server where a tool can do that. */
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TOOL = process.env['HOPSCOPE_CLUSTER_TOOL'];

/** The API server can be killed and brought back only in a cluster that the tests brought up. */
export const canRestart = TOOL !== undefined;

/** Runs kubectl as the cluster's administrator and gives what it prints. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const [program, before] = TOOL ? [TOOL, ['kubectl']] : ['kubectl', []];
  const { stdout } = await run(program, [...before, ...args], { maxBuffer: 64 << 20 });
  return stdout;
}

/** Applies objects; they are JSON, which kubectl reads as well as YAML. */
export async function apply(objects: readonly object[]): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'hopscope-objects-')), 'objects.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  await kubectl('apply', '-f', file);
}

/** Applies YAML as somebody would who pastes it. */
export async function applyText(yaml: string): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'hopscope-rule-')), 'rule.yaml');
  writeFileSync(file, yaml);
  await kubectl('apply', '-f', file);
}

/** Kills a part of the control plane and starts it again; resolves when the tool says that it runs. */
export async function killAndRestart(part: string): Promise<void> {
  await run(TOOL!, ['restart', part, 'KILL']);
}

/** A kubeconfig for a service account: the given one with its own token instead of the administrator's. */
export async function kubeconfigOf(namespace: string, account: string): Promise<string> {
  const token = (await kubectl('-n', namespace, 'create', 'token', account, '--duration', '1h')).trim();
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '-o', 'json')) as {
    contexts: { name: string; context: { user: string } }[];
    users: unknown[];
  };
  config.users = [{ name: account, user: { token } }];
  for (const entry of config.contexts) entry.context.user = account;
  const file = join(mkdtempSync(join(tmpdir(), 'hopscope-kubeconfig-')), 'config');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
