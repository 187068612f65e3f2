/** What a ztunnel does with a connection by its own data (Z5): where it sends it on (P3-P7), and whether it takes it in (P10). */
import type { WaypointAddress, ZtunnelDump, ZtunnelService, ZtunnelWorkload } from '../../state/readings.ts';
import { perSlice } from '../memory/look-up.ts';

/** An address and a port. */
export interface Socket {
  ip: string;
  port: number;
}

/** Where a connection goes next; `hboneTarget` is what the tunnel is asked for, null where there is none. */
export interface NextHop {
  protocol: 'HBONE' | 'TCP';
  nextHop: Socket;
  hboneTarget: Socket | null;
}

/** What is handed to the application, or to the proxy inside the pod with what was asked for. */
export interface Inbound {
  upstream: Socket;
  tunnelTarget: string | null;
}

/** P3-P7: the next hop for a pod's connection to an address; null where ztunnel has nowhere to send it. */
export function nextHopIn(dump: ZtunnelDump, source: ZtunnelWorkload, to: Socket): NextHop | null {
  const workload = index(dump).workloads.get(`${source.network}/${to.ip}`);
  if (workload) return viaWaypoint(dump, source, workload.waypoint, to) ?? direct(workload, to);
  const service = index(dump).services.get(`${source.network}/${to.ip}`);
  if (!service) return { protocol: 'TCP', nextHop: to, hboneTarget: null };
  if (service.waypoint) return viaWaypoint(dump, source, service.waypoint, to);
  const endpoint = endpointOf(dump, service, to.port);
  return endpoint && direct(endpoint.workload, { ip: endpoint.workload.ips[0] ?? '', port: endpoint.port });
}

/** P4, P6: a waypoint is asked for the address that was dialled; a waypoint's own calls do not go back to it. */
function viaWaypoint(
  dump: ZtunnelDump,
  source: ZtunnelWorkload,
  waypoint: WaypointAddress | null,
  to: Socket,
): NextHop | null {
  if (!waypoint) return null;
  const proxy = waypointWorkload(dump, waypoint);
  if (!proxy || proxy.uid === source.uid) return null;
  return { protocol: 'HBONE', nextHop: { ip: proxy.ips[0] ?? '', port: waypoint.port }, hboneTarget: to };
}

/** P7: encrypted where the destination is published so, else in plain text. */
function direct(workload: ZtunnelWorkload, to: Socket): NextHop {
  return workload.protocol === 'HBONE'
    ? { protocol: 'HBONE', nextHop: { ip: to.ip, port: HBONE_PORT }, hboneTarget: to }
    : { protocol: 'TCP', nextHop: to, hboneTarget: null };
}

const HBONE_PORT = 15008;
/** P10: ztunnel's own ports are never an application's. */
const OWN_PORTS: readonly number[] = [15001, 15006, HBONE_PORT];

/**
 * P10: what becomes of a tunnel that arrives at a pod and asks for `target` (`ip:port` or `host:port`); null where it is
 * refused: an address that is not the pod's own, unless the pod is the waypoint of what is asked for.
 */
export function inboundIn(dump: ZtunnelDump, at: Socket, network: string, target: string): Inbound | null {
  const local = index(dump).workloads.get(`${network}/${at.ip}`);
  if (!local) return null;
  const { host, port } = splitTarget(target);
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':');
  if (isAddress && !answersFor(dump, local, { ip: host, port }, at, network)) return null;
  const tunnel = local.applicationTunnel;
  if (tunnel) {
    const tunnelTarget = tunnel.protocol === 'PROXY' ? target : null;
    return { upstream: { ip: at.ip, port: tunnel.port || port }, tunnelTarget };
  }
  const upstream = isAddress ? port : portOfHost(dump, local, host, port);
  return upstream === null || OWN_PORTS.includes(upstream)
    ? null
    : { upstream: { ip: at.ip, port: upstream }, tunnelTarget: null };
}

/** P10: its own address, whatever its tunnel takes, or something whose waypoint it is. */
function answersFor(dump: ZtunnelDump, local: ZtunnelWorkload, asked: Socket, at: Socket, network: string): boolean {
  if (asked.ip === at.ip || local.applicationTunnel) return true;
  const { workloads, services } = index(dump);
  const key = `${network}/${asked.ip}`;
  const waypoint = (workloads.get(key) ?? services.get(key))?.waypoint;
  return waypoint !== undefined && waypoint !== null && waypointWorkload(dump, waypoint, local) === local;
}

/** A host is a service of the pod: its own namespace's first; the port by its endpoint, else by the service. */
function portOfHost(dump: ZtunnelDump, local: ZtunnelWorkload, host: string, port: number): number | null {
  const named = dump.services.filter((service) => service.hostname === host);
  const service = named.find((candidate) => candidate.namespace === local.namespace) ?? named[0];
  const endpoint = service?.endpoints.find((candidate) => candidate.workloadUid === local.uid);
  if (!service || !endpoint) return null;
  return endpoint.ports[String(port)] || service.ports[String(port)] || null;
}

/** L1, L2: a healthy endpoint that has the port. */
function endpointOf(
  dump: ZtunnelDump,
  service: ZtunnelService,
  port: number,
): { workload: ZtunnelWorkload; port: number } | null {
  const own = service.ports[String(port)];
  if (own === undefined) return null;
  for (const endpoint of service.endpoints) {
    const workload = index(dump).byUid.get(endpoint.workloadUid);
    const target = endpoint.ports[String(port)] || own;
    if (endpoint.healthy && workload && target) return { workload, port: target };
  }
  return null;
}

/** W13: the pod behind a waypoint's address: the workload itself, or an endpoint of its Service; `wanted` if it is among them. */
function waypointWorkload(
  dump: ZtunnelDump,
  { destination }: WaypointAddress,
  wanted?: ZtunnelWorkload,
): ZtunnelWorkload | undefined {
  const { workloads, services, byUid } = index(dump);
  const workload = workloads.get(destination);
  if (workload) return workload;
  const endpoints = services.get(destination)?.endpoints.filter(({ healthy }) => healthy) ?? [];
  const pods = endpoints.flatMap(({ workloadUid }) => byUid.get(workloadUid) ?? []);
  return wanted && pods.includes(wanted) ? wanted : pods[0];
}

function splitTarget(text: string): { host: string; port: number } {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
}

/** Workloads and services by `network/address`, services by `namespace/host` too. */
const index = perSlice((dump: ZtunnelDump) => ({
  byUid: new Map(dump.workloads.map((workload) => [workload.uid, workload])),
  workloads: new Map<string, ZtunnelWorkload>(
    dump.workloads.flatMap((workload) => workload.ips.map((ip) => [`${workload.network}/${ip}`, workload] as const)),
  ),
  services: new Map<string, ZtunnelService>(
    dump.services.flatMap((service) =>
      [`${service.namespace}/${service.hostname}`, ...service.vips].map((key) => [key, service] as const),
    ),
  ),
}));
