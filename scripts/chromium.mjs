// Where the browser tests find a Chromium. HOPSCOPE_CHROMIUM (or PLAYWRIGHT_CHROMIUM) names one and wins.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { capture, Failure, findProblem } from './process.mjs';

/** Flags for a headless Chromium, also as root and without a way to the Internet. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const USUAL_PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium on this machine, or undefined. */
export function findChromium() {
  const named = process.env.HOPSCOPE_CHROMIUM || process.env.PLAYWRIGHT_CHROMIUM;
  if (named) {
    if (!isProgram(named)) throw new Failure(`HOPSCOPE_CHROMIUM names ${named}, which is not a program.`);
    return named;
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...USUAL_PLACES];
  const candidates = folders.flatMap((folder) => [folder, ...NAMES.map((name) => join(folder, name))]);
  return candidates.find((path) => /chrom/i.test(path) && isProgram(path)) ?? findDownloaded();
}

/** The newest Chromium that `playwright install chromium` downloaded. */
function findDownloaded() {
  const folders = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache/ms-playwright'),
    join(homedir(), 'Library/Caches/ms-playwright'),
    process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, 'ms-playwright'),
  ];
  return folders
    .filter((folder) => folder && existsSync(folder))
    .flatMap(listDownloads)
    .find(isProgram);
}

function listDownloads(folder) {
  const downloads = readdirSync(folder).filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name));
  const revision = (name) => Number(name.split('-').at(-1));
  return downloads
    .sort((a, b) => revision(b) - revision(a) || a.length - b.length)
    .flatMap((name) => readdirSync(join(folder, name)).map((inner) => join(folder, name, inner)))
    .flatMap((inner) => [
      join(inner, 'chrome'),
      join(inner, 'headless_shell'),
      join(inner, 'chrome-headless-shell'),
      join(inner, 'chrome.exe'),
      join(inner, 'Chromium.app/Contents/MacOS/Chromium'),
    ]);
}

/** A Chromium's path; on Debian as root it is installed when there is none. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (canInstall) {
    console.log('Installing Chromium from the distribution (once) …');
    const problem = await installPackages(['chromium', 'fonts-dejavu-core']);
    const installed = findChromium();
    if (installed) return installed;
    throw new Failure(`No Chromium for the browser tests: apt-get install chromium failed: ${problem}. ${ADVICE}`);
  }
  throw new Failure(`No Chromium for the browser tests. ${ADVICE}`);
}

const ADVICE =
  'Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium) or name one in HOPSCOPE_CHROMIUM.';

/** Installs Debian packages; resolves to what went wrong, or to ''. */
export async function installPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may run on a machine that has just booted: wait for its lock.
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  const update = await capture('apt-get', [...wait, 'update'], { env });
  const install = await capture('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], { env });
  return install.code === 0 ? '' : findProblem(update.code === 0 ? install.output : update.output);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there or not ours to run: no candidate.
    return false;
  }
}
