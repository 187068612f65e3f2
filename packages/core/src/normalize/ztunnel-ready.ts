/** The answer of ztunnel's readiness port: `ready`, or which tasks are pending (Z3). */
import type { ZtunnelReadiness } from '../state/readings.ts';
import { isRecord, oneOf, str, strings } from './fields.ts';
import type { Answered } from './ztunnel-config.ts';

/** Readiness from the body or the text of the answer; null where it says neither. */
export function readZtunnelReadiness(body: unknown, answered: Answered): ZtunnelReadiness | null {
  if (isRecord(body)) return readObject(body, answered);
  if (typeof body === 'boolean') return { ready: body, ...answered, pending: [] };
  const text = str(body).trim();
  if (text === '') return null;
  if (/^(?:ready|ok|live)$/i.test(text)) return { ready: true, ...answered, pending: [] };
  const pending = /pending:\s*(.*)$/is.exec(text)?.[1] ?? '';
  if (pending === '' && !/^not ready/i.test(text)) return null;
  return { ready: false, ...answered, pending: splitTasks(pending) };
}

const splitTasks = (text: string): string[] =>
  text
    .replace(/^\[|\]$/g, '')
    .split(/[,\n]/)
    .map((task) => task.trim().replace(/^"|"$/g, ''))
    .filter((task) => task !== '');

function readObject(body: Readonly<Record<string, unknown>>, answered: Answered): ZtunnelReadiness | null {
  const ready = body['ready'];
  const pending = strings(body['pending']);
  if (typeof ready === 'boolean') return { ready, ...answered, pending };
  if (body['pending'] !== undefined) return { ready: pending.length === 0, ...answered, pending };
  const inner = oneOf(body, 'body', 'text', 'message', 'status');
  return typeof inner === 'string' ? readZtunnelReadiness(inner, answered) : null;
}
