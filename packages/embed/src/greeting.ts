/** The host's end of the greeting: which message of a window is the panel's wish for a port. */

export interface Expected {
  /** the frame's own window */
  readonly window: unknown;
  /** of the server; a sandboxed panel is of no origin, and says `null` */
  readonly origin: string;
  readonly isSandboxed: boolean;
  /** random, and known to the page in the frame alone */
  readonly channel: string;
}

/** True for the greeting of our panel. A page that the frame was led to does not know the channel. */
export function isHello(event: Pick<MessageEvent, 'data' | 'origin' | 'source'>, expected: Expected): boolean {
  if (event.source === null || event.source !== expected.window) return false;
  if (event.origin !== (expected.isSandboxed ? 'null' : expected.origin)) return false;
  const data = event.data as { hopscope?: unknown; type?: unknown; channel?: unknown } | null;
  if (typeof data !== 'object' || data === null) return false;
  return data.hopscope === 1 && data.type === 'hello' && data.channel === expected.channel;
}

/** 128 random bits. */
export function createChannelName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
