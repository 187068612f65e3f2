import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** A failure with a sentence for a person; the scripts print it without a stack. */
export class Failure extends Error {}

/** Runs a command to its end with its output kept: { code, output } of stdout and stderr together. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: exitCode(code, signal), output: Buffer.concat(chunks).toString() }),
    );
  });
}

/** Runs a command in the foreground, passes signals on and resolves to its exit code. */
export function foreground(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    // A terminal sends Ctrl-C to the whole group, so the child has it already; a second one would cut its farewell short.
    const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', terminate);
    process.on('SIGHUP', terminate);
    const watch = watchParent(terminate);
    const done = (code) => {
      clearInterval(watch);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', terminate);
      process.off('SIGHUP', terminate);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      done(127);
    });
    child.on('close', (code, signal) => done(exitCode(code, signal)));
  });
}

/**
 * Calls back once when npm is gone. npm hands a signal to the shell it started, and that shell dies of it without
 * telling this process, which would keep its port for ever.
 */
export function watchParent(orphaned) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    orphaned();
  }, 250);
  return watch.unref();
}

/** The shell's convention: 128 and the signal's number for a process that a signal ended. */
function exitCode(code, signal) {
  return signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1);
}

const NOISE = /^(at |Progress:|npm (warn|notice)|(code|errno|syscall):? |Error: ERR_\w+$)/;
const PROBLEM = /err|fail|cannot|not found|denied|refused/i;

/** The sentence of npm's, pnpm's or apt's output that says what went wrong, for a one-line error. */
export function findProblem(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.replace(/^npm error|[│├╰─▶×]/g, '').trim())
    .filter((line) => !NOISE.test(line));
  const first = Math.max(
    lines.findIndex((line) => PROBLEM.test(line)),
    0,
  );
  // A sentence that the tool wrapped goes on until the next empty line.
  const rest = lines.slice(first, first + 3);
  const end = rest.indexOf('');
  return rest.slice(0, end < 0 ? undefined : end).join(' ') || 'it said nothing';
}

/** Runs a script's main function; a Failure becomes one line and exit code 1. */
export async function main(run) {
  try {
    process.exitCode = (await run(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
