/** Newline-delimited text out of byte chunks, without joining what is already whole. */

const NEWLINE = 0x0a;

export interface LineSplitter {
  /** Adds a chunk and returns the lines it completes, without their newlines; empty lines are left out. */
  push(chunk: Buffer): string[];
  /** Bytes of an unfinished line. */
  pending(): number;
}

/** Splits UTF-8 chunks at newlines. Each byte is copied at most once, however many chunks a line spans. */
export function createLineSplitter(): LineSplitter {
  let parts: Buffer[] = [];
  let size = 0;

  const finish = (tail: Buffer): string => {
    if (size === 0) return tail.toString('utf8');
    const line = Buffer.concat([...parts, tail], size + tail.length).toString('utf8');
    parts = [];
    size = 0;
    return line;
  };
  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        const line = finish(chunk.subarray(start, end));
        if (line !== '' && line !== '\r') lines.push(line);
        start = end + 1;
      }
      if (start < chunk.length) {
        parts.push(chunk.subarray(start));
        size += chunk.length - start;
      }
      return lines;
    },
    pending: () => size,
  };
}
