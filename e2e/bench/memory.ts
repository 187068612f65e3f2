/** Memory of a browser: what all its processes hold, shared pages counted once. Linux only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Megabytes (PSS) of a process and all its children; null where the system does not tell. */
export function memoryOf(pid: number): number | null {
  if (!existsSync('/proc/self/smaps_rollup')) return null;
  const parents = new Map(processes().map((one) => [one, parentOf(one)]));
  const family = new Set([pid]);
  for (let grew = true; grew; ) {
    const more = [...parents].filter(([one, parent]) => family.has(parent) && !family.has(one));
    for (const [one] of more) family.add(one);
    grew = more.length > 0;
  }
  return [...family].reduce((sum, one) => sum + pssOf(one), 0) / 1024;
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number {
  const status = readOr(`/proc/${pid}/status`);
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

/** Kilobytes; 0 of a process that has just ended. */
function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Processes come and go while they are counted.
    return '';
  }
}
