/** For tests: a terminal that remembers what was written. */
import type { Terminal } from './terminal.ts';

export interface TestTerminal extends Terminal {
  /** all of stdout and stderr so far */
  readonly written: { out: string; err: string };
  /** what Ctrl-C does */
  interrupt(): void;
}

/** A terminal nobody looks at; `stdin` is what comes from standard input. */
export function testTerminal(more: Partial<Terminal> & { stdin?: string } = {}): TestTerminal {
  const { stdin = '', ...over } = more;
  const written = { out: '', err: '' };
  let interrupt: () => void = () => {};
  const interrupted = new Promise<void>((done) => {
    interrupt = done;
  });
  return {
    written,
    out(text) {
      written.out += text;
    },
    err(text) {
      written.err += text;
    },
    isTTY: false,
    isErrTTY: false,
    color: false,
    columns: 80,
    env: {},
    readStdin: async () => Buffer.from(stdin),
    interrupted: () => interrupted,
    ...over,
    interrupt: () => interrupt(),
  };
}
