/** The built product as a person runs it: a program with arguments, output and an exit code. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** HOPSCOPE_PRODUCT names another build than this checkout's. */
const PRODUCT =
  process.env['HOPSCOPE_PRODUCT'] ?? fileURLToPath(new URL('../apps/server/dist/hopscope.mjs', import.meta.url));

const READY = /^Hopscope is ready at (\S+)/m;
const READY_MILLISECONDS = 60_000;
const FAREWELL_MILLISECONDS = 10_000;

export interface Ended {
  /** null = it had to be killed */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A file of this folder, for `--bundle`. */
export function bundlePath(name: string): string {
  return fileURLToPath(new URL(`./bundles/${name}`, import.meta.url));
}

/** Runs a command to its end. */
export function runProduct(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = start(args, env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: stdout(), stderr: stderr() }));
  });
}

export interface RunningServer {
  readonly url: string;
  /** everything it has said so far */
  output(): string;
  stop(): Promise<void>;
}

/** Starts `hopscope serve` or `demo` on a free port; resolves once it is ready. */
export async function startServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const child = start([...args, '--port', '0'], env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const output = () => `${stdout()}${stderr()}`;
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`hopscope ${args.join(' ')} ${what}:\n${output()}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready after ${READY_MILLISECONDS / 1000} s`);
    }, READY_MILLISECONDS);
    child.stdout.on('data', () => {
      const found = READY.exec(stdout());
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]!);
    });
    child.on('error', reject);
    void ended.then(() => {
      clearTimeout(timer);
      fail('ended before it was ready');
    });
  });
  return {
    url,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), FAREWELL_MILLISECONDS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function start(args: readonly string[], env: NodeJS.ProcessEnv) {
  if (!existsSync(PRODUCT)) throw new Error(`${PRODUCT} is not there: build it with npm run build.`);
  return spawn(process.execPath, [PRODUCT, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
