// Where tests find a Prometheus and its promtool. HOPSCOPE_PROMETHEUS names the program and wins.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { installPackages } from './chromium.mjs';
import { Failure } from './process.mjs';

const USUAL_PLACES = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const ADVICE =
  'Install one (Debian: apt-get install prometheus; macOS: brew install prometheus) or name one, with promtool beside it, in HOPSCOPE_PROMETHEUS.';

/** The path of a Prometheus on this machine that has promtool beside it, or undefined. */
export function findPrometheus() {
  const named = process.env.HOPSCOPE_PROMETHEUS;
  if (named) {
    if (!isComplete(named))
      throw new Failure(`HOPSCOPE_PROMETHEUS names ${named}: it is not a program, or has no promtool beside it.`);
    return named;
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...USUAL_PLACES];
  return folders.map((folder) => join(folder, 'prometheus')).find(isComplete);
}

/** Its path; on Debian as root it is installed when there is none. */
export async function ensurePrometheus() {
  const found = findPrometheus();
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version'))
    throw new Failure(`No Prometheus to test with. ${ADVICE}`);
  console.log('Installing Prometheus from the distribution (once) …');
  const problem = await installPackages(['prometheus']);
  const installed = findPrometheus();
  if (installed) return installed;
  throw new Failure(`No Prometheus to test with: apt-get install prometheus failed: ${problem}. ${ADVICE}`);
}

const isComplete = (path) => isProgram(path) && isProgram(join(dirname(path), 'promtool'));

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there or not ours to run: no candidate.
    return false;
  }
}
