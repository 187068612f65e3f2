/** Exec credential plugins (client.authentication.k8s.io v1 and v1beta1), as `aws`, `gke-gcloud-auth-plugin` and `kubelogin` are. */
import { spawn } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import type { Credential, CredentialSource } from './credentials.ts';
import { type Fields, isFields, textField } from './kubeconfig-file.ts';
import { type Failure, failure, type Outcome, success } from './outcome.ts';

export interface ExecPlugin {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  apiVersion: string;
  installHint: string | null;
  /** What KUBERNETES_EXEC_INFO tells the plugin about the cluster; null unless the user entry asks for it. */
  cluster: Fields | null;
  /** The user entry's name, for sentences. */
  user: string;
}

export interface ExecOptions {
  /** How long the plugin may take. */
  timeoutMs?: number;
  now?: () => number;
  env?: NodeJS.ProcessEnv;
}

const VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
/** A credential is renewed this long before it expires. */
const EXPIRY_MARGIN_MS = 30_000;
const MAX_OUTPUT = 1 << 20;

/** Reads the `exec` mapping of a user entry; fails with reason `config` and a sentence. */
export function parseExecPlugin(exec: Fields, user: string, folder: string, cluster: Fields): Outcome<ExecPlugin> {
  const command = textField(exec, 'command');
  if (command === null) return failure('config', `User "${user}" has an exec plugin without a command.`);
  const apiVersion = textField(exec, 'apiVersion') ?? '(none)';
  if (!VERSIONS.includes(apiVersion)) {
    return failure(
      'config',
      `The exec plugin \`${command}\` of user "${user}" speaks ${apiVersion}; ${VERSIONS.join(' or ')} is needed. Update the plugin and its kubeconfig entry.`,
    );
  }
  if (exec.interactiveMode === 'Always') {
    return failure(
      'config',
      `The exec plugin \`${command}\` of user "${user}" wants to ask questions (interactiveMode: Always), and nobody can answer here. Use a token or a plugin that does not ask.`,
    );
  }
  return success({
    command: command.includes('/') && !isAbsolute(command) ? join(folder, command) : command,
    args: Array.isArray(exec.args) ? exec.args.map(String) : [],
    env: envOf(exec.env),
    apiVersion,
    installHint: textField(exec, 'installHint'),
    cluster: exec.provideClusterInfo === true ? cluster : null,
    user,
  });
}

function envOf(list: unknown): Record<string, string> {
  const env: Record<string, string> = {};
  if (!Array.isArray(list)) return env;
  for (const item of list) {
    if (isFields(item) && typeof item.name === 'string') env[item.name] = String(item.value ?? '');
  }
  return env;
}

/**
 * The credential of an exec plugin: run when first needed, kept until shortly before it expires, run again after a 401.
 * Concurrent callers share one run.
 */
export function execCredential(plugin: ExecPlugin, options: ExecOptions = {}): CredentialSource {
  const now = options.now ?? Date.now;
  let cached: { credential: Credential; expires: number } | null = null;
  let running: Promise<Outcome<Credential>> | null = null;

  const renewNow = async (): Promise<Outcome<Credential>> => {
    const output = await runPlugin(plugin, options);
    if (!output.ok) return output;
    const parsed = parseExecCredential(plugin, output.value);
    if (parsed.ok) cached = parsed.value;
    return parsed.ok ? success(parsed.value.credential) : parsed;
  };
  return {
    current() {
      if (cached !== null && now() < cached.expires - EXPIRY_MARGIN_MS)
        return Promise.resolve(success(cached.credential));
      running ??= renewNow().finally(() => {
        running = null;
      });
      return running;
    },
    renew() {
      cached = null;
      return true;
    },
  };
}

function parseExecCredential(plugin: ExecPlugin, output: string): Outcome<{ credential: Credential; expires: number }> {
  const bad = (what: string): Failure =>
    failure('credentials', `The exec plugin \`${plugin.command}\` of user "${plugin.user}" ${what}.`);
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    return bad('did not print an ExecCredential (its output is not JSON)');
  }
  const status = isFields(value) && isFields(value.status) ? value.status : null;
  if (!isFields(value) || value.kind !== 'ExecCredential' || status === null)
    return bad('did not print an ExecCredential with a status');
  if (value.apiVersion !== plugin.apiVersion)
    return bad(`answered in ${String(value.apiVersion)} although the kubeconfig says ${plugin.apiVersion}`);
  const token = textField(status, 'token');
  const cert = textField(status, 'clientCertificateData');
  const key = textField(status, 'clientKeyData');
  if ((cert === null) !== (key === null))
    return bad('gave a client certificate without its key, or a key without its certificate');
  if (token === null && cert === null) return bad('gave neither a token nor a client certificate');
  const until = Date.parse(textField(status, 'expirationTimestamp') ?? '');
  return success({
    credential: {
      authorization: token === null ? null : `Bearer ${token}`,
      certificate: cert === null || key === null ? null : { cert, key },
    },
    expires: Number.isNaN(until) ? Number.POSITIVE_INFINITY : until,
  });
}

function runPlugin(plugin: ExecPlugin, options: ExecOptions): Promise<Outcome<string>> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const spec = { interactive: false, ...(plugin.cluster === null ? {} : { cluster: plugin.cluster }) };
  const info = JSON.stringify({ apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec });
  return new Promise((done) => {
    const child = spawn(plugin.command, [...plugin.args], {
      env: { ...(options.env ?? process.env), ...plugin.env, KUBERNETES_EXEC_INFO: info },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const out = collect(child.stdout);
    const err = collect(child.stderr);
    child.on('error', (error: NodeJS.ErrnoException) => done(cannotStart(plugin, error)));
    child.on('close', (code, signal) => {
      if (code === 0) done(success(out()));
      else
        done(
          exited(
            plugin,
            signal === 'SIGKILL'
              ? `did not answer within ${timeoutMs / 1000} s`
              : `failed (exit code ${code ?? signal})`,
            err(),
          ),
        );
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (text.length < MAX_OUTPUT) text += chunk;
  });
  return () => text;
}

function cannotStart(plugin: ExecPlugin, error: NodeJS.ErrnoException): Failure {
  const hint =
    plugin.installHint === null
      ? 'Install it, or name it with its full path.'
      : plugin.installHint.trim().replace(/\s+/g, ' ');
  if (error.code === 'ENOENT') {
    const where = plugin.command.includes('/') ? 'does not exist' : 'is not found in PATH';
    return failure('credentials', `The exec plugin \`${plugin.command}\` of user "${plugin.user}" ${where}. ${hint}`);
  }
  return failure(
    'credentials',
    `The exec plugin \`${plugin.command}\` of user "${plugin.user}" cannot be started (${error.code ?? 'unknown error'}).`,
  );
}

function exited(plugin: ExecPlugin, what: string, stderr: string): Failure {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const said = last === '' ? '' : ` It said: ${hideSecrets(last).slice(0, 300)}`;
  return failure(
    'credentials',
    `The exec plugin \`${plugin.command}\` of user "${plugin.user}" ${what}. Run it by hand to see why.${said}`,
  );
}

/** Replaces everything long enough to be a key or a token. */
export function hideSecrets(text: string): string {
  return text.replace(/[A-Za-z0-9+/_=.~-]{24,}/g, '[hidden]');
}
