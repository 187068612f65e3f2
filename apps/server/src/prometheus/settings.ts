/** Where Prometheus is and how it is asked. Secrets come from the environment or files, never from the command line. */
import { readFile } from 'node:fs/promises';
import { failure, type Outcome, success } from '../kubernetes/outcome.ts';
import { type Matcher, readMatchers } from './matchers.ts';

export interface PrometheusSettings {
  /** http or https, with any path before `/api/v1`, without a closing slash */
  url: string;
  /** Reads the bearer token anew, since files of tokens are rotated; null = none. Secret. */
  token: (() => Promise<Outcome<string>>) | null;
  /** certificate authorities in PEM; null = those of the system */
  ca: string | null;
  matchers: readonly Matcher[];
  /** over how long rates are taken, in seconds */
  windowSeconds: number;
}

const WINDOW_SECONDS = 300;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings for a URL of the command line and `HOPSCOPE_PROMETHEUS_…` of the environment: `TOKEN` or `TOKEN_FILE`, `CA_FILE`,
 * `MATCHERS` (`cluster="east"`), `WINDOW` in seconds. Fails with reason `config` and one sentence on the first that is wrong.
 */
export async function readPrometheusSettings(url: string, env: Environment): Promise<Outcome<PrometheusSettings>> {
  const address = readUrl(url);
  if (!address.ok) return address;
  const matchers = readMatchers(env['HOPSCOPE_PROMETHEUS_MATCHERS'] ?? '');
  if (!matchers.ok) return matchers;
  const windowSeconds = Number(env['HOPSCOPE_PROMETHEUS_WINDOW'] ?? WINDOW_SECONDS);
  if (!Number.isInteger(windowSeconds) || windowSeconds < 60 || windowSeconds > 3600)
    return failure('config', 'HOPSCOPE_PROMETHEUS_WINDOW is a number of seconds from 60 to 3600.');
  const ca = await readNamedFile(env, 'HOPSCOPE_PROMETHEUS_CA_FILE');
  if (!ca.ok) return ca;
  const token = tokenOf(env);
  const first = token === null ? success('') : await token();
  if (!first.ok) return first;
  return success({
    url: address.value,
    token,
    ca: ca.value === '' ? null : ca.value,
    matchers: matchers.value,
    windowSeconds,
  });
}

/** The base URL without a closing slash. A name and a password in it would be seen in the list of processes. */
export function readUrl(text: string): Outcome<string> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return failure(
      'config',
      `The address of Prometheus is a URL like http://prometheus.monitoring:9090, not "${text.slice(0, 100)}".`,
    );
  if (url.username !== '' || url.password !== '')
    return failure(
      'config',
      'The address of Prometheus may not hold a password: put a token into a file and name it in HOPSCOPE_PROMETHEUS_TOKEN_FILE.',
    );
  if (url.search !== '' || url.hash !== '')
    return failure(
      'config',
      'The address of Prometheus ends before any "?" and "#": what follows /api/v1 is added by Hopscope.',
    );
  return success(`${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1(?:\/query)?$/, '')}`);
}

function tokenOf(env: Environment): PrometheusSettings['token'] {
  const given = env['HOPSCOPE_PROMETHEUS_TOKEN'] ?? '';
  if (given !== '') return async () => checkedToken(given, 'HOPSCOPE_PROMETHEUS_TOKEN');
  if ((env['HOPSCOPE_PROMETHEUS_TOKEN_FILE'] ?? '') === '') return null;
  return async () => {
    const read = await readNamedFile(env, 'HOPSCOPE_PROMETHEUS_TOKEN_FILE');
    return read.ok ? checkedToken(read.value, 'the file of HOPSCOPE_PROMETHEUS_TOKEN_FILE') : read;
  };
}

function checkedToken(text: string, where: string): Outcome<string> {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return success(token);
  return failure('credentials', `The token for Prometheus in ${where} is empty or holds characters that no token has.`);
}

/** The content of the file that a variable names; '' where it names none. */
async function readNamedFile(env: Environment, variable: string): Promise<Outcome<string>> {
  const path = env[variable] ?? '';
  if (path === '') return success('');
  try {
    return success(await readFile(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return failure('config', `${path}, which ${variable} names, cannot be read (${code}).`);
  }
}
