/** Server-sent events, as far as a test needs them. */

export interface ServerEvent {
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
}

type Reader = ReadableStreamDefaultReader<string>;

const waiting = new WeakMap<Reader, string>();

/** Reads on until an event of a name comes; what comes before it is dropped. */
export async function nextEvent(reader: Reader, name: string): Promise<ServerEvent> {
  for (;;) {
    const event = await readEvent(reader);
    if (event.name === name) return event;
  }
}

async function readEvent(reader: Reader): Promise<ServerEvent> {
  let text = waiting.get(reader) ?? '';
  let end = text.indexOf('\n\n');
  while (end < 0) {
    const { value, done } = await reader.read();
    if (done) throw new Error('The stream ended.');
    text += value;
    end = text.indexOf('\n\n');
  }
  waiting.set(reader, text.slice(end + 2));
  return parseEvent(text.slice(0, end));
}

function parseEvent(block: string): ServerEvent {
  const lines = block.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
  });
  const fieldOf = (name: string) => lines.find(([field]) => field === name)?.[1] ?? '';
  const data = lines.filter(([field]) => field === 'data').map(([, value]) => value);
  return { id: fieldOf('id'), name: fieldOf('event'), data: data.length === 0 ? {} : JSON.parse(data.join('\n')) };
}
