/** How far gathering is, on stderr: stdout may be the bundle. */
import type { Terminal } from './terminal.ts';

export interface ProgressStep {
  /** The kind that is listed, or the source that is asked. */
  what: string;
  /** Steps begun or done, from 1. */
  index: number;
  total: number;
  /** What came of it so far, in words. */
  found: string;
}

export interface Progress {
  show: (step: ProgressStep) => void;
  end(): void;
}

const BAR = 24;

/** A bar that redraws itself for a person, a line for each kind or source otherwise. */
export function createProgress({ err, isErrTTY, columns }: Pick<Terminal, 'err' | 'isErrTTY' | 'columns'>): Progress {
  const seen = new Set<string>();
  if (!isErrTTY) {
    return {
      show({ what, index, total }) {
        if (!seen.has(what)) err(`[${index}/${total}] ${what}\n`);
        seen.add(what);
      },
      end: () => {},
    };
  }
  return {
    show({ what, index, total, found }) {
      const full = Math.round((index / total) * BAR);
      const line = `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${index}/${total} ${what}, ${found}`;
      err(`\r\u001b[2K${line.slice(0, Math.max(20, columns - 1))}`);
    },
    end: () => err('\r\u001b[2K'),
  };
}
