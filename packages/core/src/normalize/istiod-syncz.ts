/** istiod's `/debug/syncz`: which proxies are connected to one replica, and what they have not acknowledged. */
import type { SyncEntry, SyncStatus } from '../state/readings.ts';
import { isRecord, type Raw, record, records, shortened, str, time } from './fields.ts';
import type { Answered } from './ztunnel-config.ts';

/** The types that the flat fields of older and newer answers speak of. */
const FLAT_TYPES: Readonly<Record<string, string>> = {
  cluster: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  listener: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  route: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
  endpoint: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  extensionconfig: 'type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig',
};
const ERROR_LIMIT = 500;

/** The sync status of one replica; null where the answer is no list of proxies. */
export function readSyncStatus(body: unknown, answered: Answered): SyncStatus | null {
  const proxies = proxiesOf(body);
  return proxies === null ? null : { proxies: proxies.filter(isConnected).map(readEntry), ...answered };
}

/** A list, a list in an object, or lists by replica; `null` is what Go writes for an empty list. */
function proxiesOf(body: unknown): readonly Raw[] | null {
  if (Array.isArray(body)) return records(body);
  if (body === null) return [];
  const lists = Object.values(record(body)).filter(Array.isArray);
  return lists.length === 0 ? null : lists.flatMap((items) => records(items));
}

const isConnected = (raw: Raw): boolean => str(raw['proxy']) !== '';

function readEntry(raw: Raw): SyncEntry {
  const pending = new Map<string, string | null>();
  const errors: SyncEntry['errors'] = [];
  let lastSentAt: string | null = null;
  for (const [short, type] of Object.entries(FLAT_TYPES)) {
    const sent = raw[`${short}_sent`];
    if (isPending(sent, raw[`${short}_acked`])) pending.set(type, timeOfNonce(sent));
  }
  for (const [type, resource] of Object.entries(record(raw['resources']))) {
    if (!isRecord(resource)) continue;
    const sentAt = time(resource['sentTime']);
    if (isPending(resource['sent'], resource['acked'])) pending.set(type, sentAt ?? timeOfNonce(resource['sent']));
    const message = shortened(resource['lastError'], ERROR_LIMIT).trim();
    if (message !== '') errors.push({ type, message });
    lastSentAt = later(lastSentAt, sentAt);
  }
  return {
    proxy: proxyName(str(raw['proxy'])),
    type: str(raw['proxy_type']),
    pending: [...pending.keys()],
    errors,
    lastSentAt,
    pendingSince: [...pending.values()].reduce<string | null>(earlier, null),
  };
}

/** A nonce may begin with the time of the push: `2026-11-23T21:44:17Z/4d14…`. */
const timeOfNonce = (nonce: unknown): string | null => time(str(nonce).split('/')[0]);

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : later(a, b) === a ? b : a;

/** A type that was never sent is not pending: the proxy did not ask for it. */
function isPending(sent: unknown, acked: unknown): boolean {
  const nonce = str(sent);
  return nonce !== '' && nonce !== str(acked);
}

/** The later of two points in time, by the instant and not by the spelling. */
export function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(b) > Date.parse(a) ? b : a;
}

/** `<pod>.<namespace>` (a pod's name may have dots, a namespace's cannot) or a whole node id, as `<namespace>/<pod>`. */
function proxyName(text: string): string {
  const id = text.split('~');
  const name = id.length === 4 ? id[2]! : text;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? name : `${name.slice(dot + 1)}/${name.slice(0, dot)}`;
}
