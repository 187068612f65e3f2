import { existsSync } from 'node:fs';
import { installPackages } from './chromium.mjs';

/** Installs a Firefox where everything is tested (`CI`) and it can be: without one its tests are skipped. */
export async function offerFirefox() {
  const isHere = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].some((path) => existsSync(path));
  const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (isHere || !process.env.CI || process.env.HOPSCOPE_FIREFOX || !canInstall) return;
  console.log('Installing Firefox from the distribution (once) …');
  const problem = await installPackages(['firefox-esr']);
  if (problem) console.log(`No Firefox: ${problem}. What runs in it is skipped.`);
}
