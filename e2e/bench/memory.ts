/**
 * Memory of a browser: what all its processes hold, shared pages counted once. Pages of files are left out: the browser's own
 * code is shared with every other browser of the machine, and its share grows when one of those ends. Linux only.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Megabytes (PSS without pages of files) of a process and all its children; null where the system does not tell. */
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
  const told = readOr(`/proc/${pid}/smaps_rollup`);
  const [anonymous, shared] = [/^Pss_Anon:\s+(\d+)/m, /^Pss_Shmem:\s+(\d+)/m].map((line) =>
    Number(line.exec(told)?.[1] ?? 0),
  );
  return anonymous! + shared!;
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Processes come and go while they are counted.
    return '';
  }
}
