/** A Firefox as its maker gives it, led by WebDriver BiDi: as much of it as the contract with foreign pages needs. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'undici';

export interface Firefox {
  readonly version: string;
  open(url: string): Promise<void>;
  /** The value of an expression in the page, or in its first frame; undefined where there is no such page. */
  evaluate(expression: string, where?: 'page' | 'frame'): Promise<unknown>;
  close(): Promise<void>;
}

/** The program; undefined where there is none. */
export function findFirefox(): string | undefined {
  const known = [process.env['HOPSCOPE_FIREFOX'] ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  return known.find((path) => path !== '' && existsSync(path));
}

/** Cookies of third parties are blocked, and nothing is fetched that nobody asked for. */
const SETTINGS = [
  'user_pref("network.cookie.cookieBehavior", 1);',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("app.update.enabled", false);',
].join('\n');

const START_MS = 30_000;

/** Starts it with a profile of its own. */
export async function startFirefox(program: string): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'hopscope-firefox-'));
  writeFileSync(join(profile, 'user.js'), SETTINGS);
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(program, args, { env: { ...process.env, HOME: profile }, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Firefox did not start:\n${said}`)), START_MS);
    child.stderr.on('data', (part) => {
      said += String(part);
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.on('error', reject);
  });
  const { send, end } = await connect(`${address}/session`);
  const { capabilities } = await send<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: {},
  });
  const page = (await send<Tree>('browsingContext.getTree', {})).contexts[0]!.context;
  return {
    version: capabilities.browserVersion,
    open: async (url) => void (await send('browsingContext.navigate', { context: page, url, wait: 'complete' })),
    async evaluate(expression, where = 'page') {
      const tree = await send<Tree>('browsingContext.getTree', { root: page });
      const context = where === 'page' ? page : tree.contexts[0]?.children?.[0]?.context;
      if (context === undefined) return undefined;
      const answer = await send<Evaluated>('script.evaluate', {
        expression,
        target: { context },
        awaitPromise: true,
        resultOwnership: 'none',
      });
      return answer.result?.value;
    },
    async close() {
      await send('browser.close', {}).catch(() => child.kill());
      end();
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

interface Tree {
  contexts: { context: string; children?: { context: string }[] }[];
}
interface Evaluated {
  /** absent where the expression threw */
  result?: { value?: unknown };
}

/** Commands with their answers, over one socket. */
async function connect(address: string) {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`${address} does not answer.`));
  });
  const waiting = new Map<number, (answer: { result?: unknown; message?: string }) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number; result?: unknown; message?: string };
    waiting.get(answer.id ?? 0)?.(answer);
    waiting.delete(answer.id ?? 0);
  };
  let last = 0;
  const send = async <T>(method: string, params: object): Promise<T> => {
    last += 1;
    const id = last;
    const answered = new Promise<{ result?: unknown; message?: string }>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, message } = await answered;
    if (result === undefined) throw new Error(`${method}: ${message ?? 'no answer'}`);
    return result as T;
  };
  return { send, end: () => socket.close() };
}
