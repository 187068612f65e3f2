// A PostgreSQL for tests: a fresh one in a folder of its own, on a socket in it and a free port of loopback, gone afterwards.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from './chromium.mjs';
import { capture, Failure } from './process.mjs';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the programs; installed from Debian where we may. Undefined after saying that there is none. */
async function findPrograms() {
  const named = process.env.HOPSCOPE_POSTGRES_BIN;
  if (named) return named;
  const found = newestOfDebian();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing postgresql from the distribution (once) …');
    const problem = await installPackages(['postgresql']);
    if (problem) throw new Failure(`apt-get install postgresql failed: ${problem}`);
    return newestOfDebian();
  }
  console.log(
    'No PostgreSQL to test against: install it, or name the folder of its programs with HOPSCOPE_POSTGRES_BIN.',
  );
  return undefined;
}

function newestOfDebian() {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
const asServer = (program, args) =>
  process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];

async function must(what, command, args) {
  const { code, output } = await capture(command, args, { cwd: '/' });
  if (code !== 0) throw new Failure(`${what} failed: ${output.trim().split('\n').slice(-3).join(' ')}`);
}

/** Starts one, runs `use(url)` and ends it, whatever happens. Undefined where there is none. */
export async function withPostgres(use) {
  const bin = await findPrograms();
  if (!bin) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-postgres-'));
  if (process.getuid?.() === 0) await must('Handing over the folder', 'chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const control = (...args) => asServer(join(bin, 'pg_ctl'), ['-D', data, '-s', '-w', ...args]);
  try {
    const init = ['-D', data, '-U', 'hopscope', '-A', 'trust', '-N', '--no-instructions'];
    await must('initdb', ...asServer(join(bin, 'initdb'), init));
    const port = await freePort();
    const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`;
    await must('Starting PostgreSQL', ...control('-o', options, '-l', join(folder, 'log'), 'start'));
    return await use(`postgres://hopscope@127.0.0.1:${port}/postgres`);
  } finally {
    if (existsSync(join(data, 'postmaster.pid'))) await capture(...control('-m', 'immediate', 'stop'), { cwd: '/' });
    rmSync(folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
