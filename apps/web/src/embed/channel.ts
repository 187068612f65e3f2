/**
 * The panel's end of the message channel. A host is taken for one when the message comes from the window that frames us, of an
 * origin that may, and names the channel of our address; from then on all goes through a port of its own.
 */

export type ToHost =
  | { type: 'ready'; panel: string }
  | { type: 'size'; height: number }
  | { type: 'select'; id: string }
  | { type: 'navigate'; href: string }
  | { type: 'state'; state: string; asOf: string | null }
  | { type: 'problem-count'; count: number }
  | { type: 'token-wanted' }
  | { type: 'leave' }
  | { type: 'error'; code: string; message: string };

export type FromHost =
  | { type: 'token'; token: string | null }
  | { type: 'setTime'; from: string | null; to: string | null; at: string | null }
  | { type: 'setTheme'; theme: 'light' | 'dark' | 'auto' }
  | { type: 'setFilter'; namespaces: string[] }
  | { type: 'focus'; id: string }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'requestState' };

const MOST_LETTERS = 20_000;

/** A message that came through the port, or null for what is none of ours. */
export function readFromHost(data: unknown): FromHost | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || sizeOf(data) > MOST_LETTERS) return null;
  const message = data as Record<string, unknown>;
  switch (message['type']) {
    case 'token':
      return isText(message['token'], 16_000) || message['token'] === null
        ? { type: 'token', token: message['token'] as string | null }
        : null;
    case 'setTime':
      return readSetTime(message);
    case 'setTheme':
      return ['light', 'dark', 'auto'].includes(message['theme'] as string)
        ? { type: 'setTheme', theme: message['theme'] as 'auto' }
        : null;
    case 'setFilter':
      return Array.isArray(message['namespaces']) && message['namespaces'].every((name) => isText(name, 253))
        ? { type: 'setFilter', namespaces: message['namespaces'] as string[] }
        : null;
    case 'focus':
      return isText(message['id'], 600) ? { type: 'focus', id: message['id'] } : null;
    case 'pause':
    case 'resume':
    case 'requestState':
      return { type: message['type'] };
    default:
      return null;
  }
}

function readSetTime({ from = null, to = null, at = null }: Record<string, unknown>): FromHost | null {
  const isTime = (value: unknown): value is string | null => value === null || isText(value, 40);
  return isTime(from) && isTime(to) && isTime(at) ? { type: 'setTime', from, to, at } : null;
}

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;

function sizeOf(data: object): number {
  try {
    return JSON.stringify(data).length;
  } catch {
    // A circle: nobody of ours sends one.
    return Number.POSITIVE_INFINITY;
  }
}

/** What the look at a message of a window needs. */
export interface Greeting {
  /** the channel of our own address */
  readonly channel: string;
  /** exact origins of hosts; `*` = any, where the server was told so */
  readonly origins: readonly string[];
  readonly parent: unknown;
}

/** The port of a host that may talk to us, null for every other message. */
export function acceptInit(
  event: Pick<MessageEvent, 'data' | 'origin' | 'source' | 'ports'>,
  greeting: Greeting,
): MessagePort | null {
  const { channel, origins, parent } = greeting;
  if (event.source !== parent || event.source === null) return null;
  if (event.origin === 'null' || !(origins.includes(event.origin) || origins.includes('*'))) return null;
  const data = event.data as { hopscope?: unknown; type?: unknown; channel?: unknown } | null;
  if (typeof data !== 'object' || data?.hopscope !== 1 || data.type !== 'init') return null;
  return channel !== '' && data.channel === channel && event.ports.length === 1 ? event.ports[0]! : null;
}

export interface Channel {
  readonly origin: string;
  send(message: ToHost): void;
  listen(listener: (message: FromHost) => void): void;
}

const HOST_SILENT_MS = 5_000;

/** Greets the host and waits for its port; null where there is no channel, or where the host stays silent. */
export function openChannel(channel: string, origins: readonly string[]): Promise<Channel | null> {
  if (channel === '' || window.parent === window) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(null), HOST_SILENT_MS);
    const end = (found: Channel | null) => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
      resolve(found);
    };
    const onMessage = (event: MessageEvent) => {
      const port = acceptInit(event, { channel, origins, parent: window.parent });
      if (port !== null) end(channelOf(port, event.origin));
    };
    window.addEventListener('message', onMessage);
    for (const origin of targets(origins)) window.parent.postMessage({ hopscope: 1, type: 'hello', channel }, origin);
  });
}

/** Browsers that tell who frames us are asked; the others deliver to the one origin of the list that it is. */
function targets(origins: readonly string[]): readonly string[] {
  const [framing] = window.location.ancestorOrigins ?? [];
  if (framing === undefined) return origins.filter((origin) => origin !== '*');
  return origins.includes(framing) || origins.includes('*') ? [framing] : [];
}

function channelOf(port: MessagePort, origin: string): Channel {
  const early: FromHost[] = [];
  let listener: ((message: FromHost) => void) | null = null;
  port.onmessage = ({ data }) => {
    const message = readFromHost(data);
    if (message === null) return;
    if (listener === null) early.push(message);
    else listener(message);
  };
  return {
    origin,
    send: (message) => port.postMessage(message),
    listen(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
  };
}
