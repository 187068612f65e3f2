/** What a command may write to, so that tests can read it. */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** stdout is read by a person */
  readonly isTTY: boolean;
  /** stderr is, so that a progress bar may be drawn on it */
  readonly isErrTTY: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** all of standard input, at most so many bytes; null when there is more */
  readStdin(limit: number): Promise<Buffer | null>;
  /** resolves when the person or the system wants the program to end */
  interrupted(): Promise<void>;
}

export type Paint = 'red' | 'green' | 'yellow' | 'blue' | 'dim' | 'bold';

const CODES: Readonly<Record<Paint, [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
};

export type Painter = (paint: Paint, text: string) => string;

/** Colours where the terminal shows them, else the plain text: no meaning is carried by colour alone. */
export function painterOf({ color }: Pick<Terminal, 'color'>): Painter {
  return (paint, text) => (color ? `\u001b[${CODES[paint][0]}m${text}\u001b[${CODES[paint][1]}m` : text);
}

/** Colour only for a person at a terminal that has it, and never against NO_COLOR. */
export function hasColor(isTTY: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const isTTY = process.stdout.isTTY === true;
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTTY,
    isErrTTY: process.stderr.isTTY === true,
    color: hasColor(isTTY, process.env),
    columns: process.stdout.columns ?? 80,
    env: process.env,
    readStdin,
    interrupted: () =>
      new Promise((done) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
      }),
  };
}

async function readStdin(limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Exit codes of the contract. */
export const EXIT = { ok: 0, failed: 1, unknown: 2, usage: 64 } as const;

/** Text without what would steer a terminal: names and messages come from clusters and files of others. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' ');
}

/** Sentences carry names in backticks, for pages that set them apart. */
export function plain(text: string): string {
  return printable(text).replaceAll('`', '');
}

/** Says what went wrong, a line each, and passes the exit code on. */
export function tell(terminal: Pick<Terminal, 'err'>, reasons: readonly string[], code: number): number {
  for (const reason of reasons) terminal.err(`hopscope: ${printable(reason)}\n`);
  return code;
}
