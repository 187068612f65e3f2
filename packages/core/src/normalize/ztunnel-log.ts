/** ztunnel's log: its access log, and what it says of the control plane, of istio-cni and of its pods (signals 3.5). */
import type { LogEnd } from '../state/logs.ts';
import type { Statement } from './log-facts.ts';
import type { LogLine } from './log-lines.ts';
import { meaningOf, reasonOf } from './ztunnel-error.ts';

/** What one line of ztunnel says; null = nothing that is kept. */
export function readZtunnelLine(line: LogLine): Statement | null {
  const { message, fields } = line;
  if (fields['src.addr'] !== undefined || line.scope === 'access') return readAccess(line);
  if (/XDS client connection error|XDS client error/i.test(message))
    return { kind: 'control-plane-failed', name: targetOf(message), reason: reasonOf(message) };
  if (/^stream established|^connected to XDS server/i.test(message)) return { kind: 'control-plane-connected' };
  if (/failed to connect to the Istio CNI node agent/i.test(message))
    return { kind: 'cni-unreachable', reason: reasonOf(message) };
  const awaited = /timed out waiting for workload '?([\w.-]+)\.([\w-]+) \(([\w.-]+)\)/i.exec(message);
  if (awaited) return { kind: 'workload-awaited', name: `${awaited[2]}/${awaited[3]}` };
  const skipped = /skipping unknown policy\s*:?\s*"?([\w./-]+)?/i.exec(message);
  if (skipped) return { kind: 'policy-skipped', name: skipped[1] ?? fields['policy'] ?? '' };
  return readCertificate(line) ?? readProxy(line);
}

/** `certificate fetch failed …`, of which the identity is a field or stands in the text. */
function readCertificate({ message, fields, level }: LogLine): Statement | null {
  if (level !== 'warn' && level !== 'error') return null;
  if (!/(?:certificate|cert|csr|signing).*(?:fail|error|refus)|fail\w* .*(?:certificate|csr)/i.test(message))
    return null;
  const told = `${message} ${fields['error'] ?? fields['err'] ?? ''}`;
  const identity = fields['id'] ?? fields['identity'] ?? /spiffe:\/\/[^\s"',)]+/.exec(told)?.[0] ?? '';
  return { kind: 'certificate-failed', name: identity, reason: reasonOf(told) };
}

/** Why a pod has no proxy. */
function readProxy({ message, fields, level }: LogLine): Statement | null {
  if (level !== 'warn' && level !== 'error') return null;
  if (!/fail\w* to (?:start|add|create).*(?:proxy|workload|pod|netns)|proxy.*fail/i.test(message)) return null;
  const { name = '', namespace = '', uid = '' } = fields;
  return { kind: 'proxy-failed', name: name === '' ? uid : `${namespace}/${name}`, reason: reasonOf(message) };
}

/** `https://istiod.istio-system.svc:15012` in a message, as host and port. */
const targetOf = (message: string): string =>
  /https?:\/\/([^\s/:,"]+(?::\d+)?|\[[^\]]+\](?::\d+)?)/.exec(message)?.[1]?.replace(/:$/, '') ?? '';

function readAccess({ message, fields }: LogLine): Statement | null {
  const { error, direction = '' } = fields;
  if (error === undefined && !/^connection (?:complete|opened|failed)/i.test(message)) return null;
  const from = endOf(fields, 'src');
  return {
    direction: direction === 'inbound' || direction === 'outbound' ? direction : '',
    ...(error === undefined ? { kind: 'connected' } : meaningOf(error)),
    from: { ...from, port: 0 },
    to: endOf(fields, 'dst'),
    via: fields['dst.hbone_addr'] ?? '',
    service: fields['dst.service'] ?? '',
    bytes: numberOf(fields['bytes_sent']) + numberOf(fields['bytes_recv']),
    longestMs: durationOf(fields['duration'] ?? ''),
  };
}

function endOf(fields: LogLine['fields'], side: 'src' | 'dst'): LogEnd {
  const { ip, port } = readAddress(fields[`${side}.addr`] ?? '');
  const [namespace, workload] = [fields[`${side}.namespace`] ?? '', fields[`${side}.workload`] ?? ''];
  return {
    ip,
    port,
    pod: workload === '' ? '' : `${namespace}/${workload}`,
    identity: fields[`${side}.identity`] ?? '',
  };
}

/** `10.0.0.1:80`, `[fd00::1]:80` or an address alone. */
export function readAddress(text: string): { ip: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  if (match) return { ip: match[1] ?? match[2]!, port: Number(match[3]) };
  return { ip: /^[0-9a-f.:]+$/i.test(text) ? text : '', port: 0 };
}

const numberOf = (text: string | undefined): number => {
  const value = Number(text ?? 0);
  return Number.isFinite(value) ? value : 0;
};

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000 };

/** `12ms`, `1.5s`, in milliseconds. */
function durationOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m)?$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] ?? 'ms'] ?? 1)) : 0;
}
