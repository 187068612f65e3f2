import { shiftTime } from './clock.ts';
import { splitRef } from './identity.ts';
import { TAKEN_AT } from './start-spec.ts';

/** One connection as ztunnel's access log tells it; workloads as `ns/name`. */
export interface Access {
  direction: 'inbound' | 'outbound';
  from: string;
  to: string;
  /** the workload's port */
  port: number;
  /** no tunnel, and no identity of the caller */
  plain?: boolean;
  /** `ns/name` of the Service that was asked for; with a waypoint as `to`, the tunnel is asked for the Service */
  service?: string;
  servicePort?: number;
  error?: string;
  bytes?: number;
  /** how often, one second apart, the last one so many seconds before the state was taken */
  times?: number;
  ago?: number;
}

/** The lines of the connection that ended, `connection complete`. */
export function accessLines(access: Access): string[] {
  const { direction, error, bytes = 0 } = access;
  const level = error === undefined ? 'info' : 'error';
  const end = error === undefined ? '' : ` error="${error}"`;
  const rest = `direction="${direction}" bytes_sent=${bytes} bytes_recv=${bytes} duration="2ms"${end}`;
  return moments(access).map((at, i) => `${at}\t${level}\taccess\tconnection complete\t${endsOf(access, i)} ${rest}`);
}

function endsOf({ from, to, port, plain = false, service, servicePort }: Access, i: number): string {
  const [source, target] = [splitRef(from), splitRef(to)];
  const host =
    service === undefined
      ? ''
      : ` dst.service="${splitRef(service).name}.${splitRef(service).namespace}.svc.cluster.local"`;
  const identity = (side: string, of: typeof source): string =>
    plain ? '' : ` ${side}.identity="spiffe://cluster.local/ns/${of.namespace}/sa/${of.name}"`;
  const via = servicePort === undefined ? `$ip(${to}):${port}` : `$vip(${service}):${servicePort}`;
  return [
    `src.addr=$ip(${from}):${40_000 + i} src.workload="$pod(${from})" src.namespace="${source.namespace}"${identity('src', source)}`,
    `dst.addr=$ip(${to}):${plain ? port : 15008}${plain ? '' : ` dst.hbone_addr=${via}`}${host}`,
    `dst.workload="$pod(${to})" dst.namespace="${target.namespace}"${identity('dst', target)}`,
  ].join(' ');
}

/** A connection that ztunnel refused before it counted it: only addresses and the error. `to` is `address:port`. */
export function earlyDenyLines(
  access: Pick<Access, 'direction' | 'from' | 'times' | 'ago'> & { to: string; error: string },
): string[] {
  const { direction, from, to, error } = access;
  return moments(access).map(
    (at, i) =>
      `${at}\twarn\taccess\tconnection failed\tsrc.addr=$ip(${from}):${40_000 + i} dst.addr=${to} direction="${direction}" error="${error}"`,
  );
}

/** A request as the access log of a waypoint tells it, in Istio's default format. */
export interface Request {
  from: string;
  to: string;
  port: number;
  service: string;
  servicePort: number;
  code: number;
  flags?: string;
  details?: string;
  times?: number;
  ago?: number;
}

/** A request or connection as a waypoint's access log tells it, in Istio's default form. */
export interface EnvoyAccess {
  code: number;
  flags: string;
  details: string;
  /** `ns/name` of the workload it was sent to */
  to: string;
  port: number;
  times?: number;
  ago?: number;
}

/** The lines of the requests. */
export function requestLines(request: Request): string[] {
  const { from, to, port, service, servicePort, code, flags = '-', details = 'via_upstream' } = request;
  const { namespace, name } = splitRef(service);
  const host = `${name}.${namespace}.svc.cluster.local`;
  const failure = flags === '-' ? '-' : details;
  return moments(request).map(
    (at, i) =>
      `[${at.replace('.000000Z', '.000Z')}] "GET /items HTTP/1.1" ${code} ${flags} ${details} - "${failure}" 0 91 4 - "-" "curl/8" "id-${i}" "${name}.${namespace}" "$ip(${to}):${port}" inbound-vip|${servicePort}|http|${host} envoy://internal_client_address/ $vip(${service}):${servicePort} $ip(${from}):${41_000 + i} - default`,
  );
}

/** The lines of what it ended with. */
export function envoyLine({ code, flags, details, to, port, ...when }: EnvoyAccess): string[] {
  return moments(when).map(
    (at) =>
      `[${at}] "- - -" ${code} ${flags} ${details} - "-" 0 0 1 - "-" "-" "-" "-" "$ip(${to}):${port}" inbound-vip|5432|tcp|postgres.db.svc.cluster.local - 10.96.0.9:5432 10.244.0.5:40000 - -`,
  );
}

function moments({ times = 1, ago = 10 }: Pick<Access, 'times' | 'ago'>): string[] {
  return Array.from({ length: times }, (_, i) => shiftTime(TAKEN_AT, -(ago + times - 1 - i)).replace(/Z$/, '.000000Z'));
}
