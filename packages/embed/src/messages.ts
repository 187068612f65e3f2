/** What goes through the port of a panel. Whatever does not look like this is ignored: newer panels may say more. */

export type FromPanel =
  | { type: 'ready'; panel: string }
  | { type: 'size'; height: number }
  | { type: 'select'; id: string }
  | { type: 'navigate'; href: string }
  | { type: 'state'; state: 'loading' | 'ready' | 'empty' | 'stale' | 'error'; asOf: string | null }
  | { type: 'problem-count'; count: number }
  | { type: 'token-wanted' }
  | { type: 'leave' }
  | { type: 'error'; code: string; message: string };

export type ToPanel =
  | { type: 'token'; token: string | null }
  | { type: 'setTime'; from?: string | null; to?: string | null; at?: string | null }
  | { type: 'setTheme'; theme: 'light' | 'dark' | 'auto' }
  | { type: 'setFilter'; namespaces: string[] }
  | { type: 'focus'; id: string }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'requestState' };

const MOST_LETTERS = 20_000;
const STATES = ['loading', 'ready', 'empty', 'stale', 'error'];

/** The message, field by field, or null. `server` is the origin that addresses of a `navigate` must have. */
export function readFromPanel(data: unknown, server: string): FromPanel | null {
  if (typeof data !== 'object' || data === null || sizeOf(data) > MOST_LETTERS) return null;
  const message = data as Record<string, unknown>;
  const reader = READERS[typeof message['type'] === 'string' ? message['type'] : ''];
  return reader === undefined ? null : reader(message, server);
}

type Reader = (message: Record<string, unknown>, server: string) => FromPanel | null;

/** One for each message; what a panel of a newer version says besides has none. */
const READERS: Readonly<Record<string, Reader | undefined>> = {
  __proto__: null as never,
  ready: ({ panel }) => (isText(panel) ? { type: 'ready', panel } : null),
  size: ({ height }) => (isCount(height) ? { type: 'size', height } : null),
  select: ({ id }) => (isText(id) ? { type: 'select', id } : null),
  navigate: ({ href }, server) => (isText(href) && isOf(href, server) ? { type: 'navigate', href } : null),
  state: ({ state, asOf }) =>
    isText(state) && STATES.includes(state) && (asOf === null || isText(asOf))
      ? { type: 'state', state: state as 'ready', asOf }
      : null,
  'problem-count': ({ count }) => (isCount(count) ? { type: 'problem-count', count } : null),
  error: ({ code, message }) => (isText(code) && isText(message) ? { type: 'error', code, message } : null),
  'token-wanted': () => ({ type: 'token-wanted' }),
  leave: () => ({ type: 'leave' }),
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 4_000;
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1e6;
/** A host that follows a link of ours must not be sent elsewhere, nor into a script. */
const isOf = (href: string, server: string): boolean => URL.canParse(href) && new URL(href).origin === server;

function sizeOf(data: object): number {
  try {
    return JSON.stringify(data).length;
  } catch {
    // A circle or a big integer: no message of a panel.
    return Number.POSITIVE_INFINITY;
  }
}
