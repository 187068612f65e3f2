/** Section 2: what a ztunnel's dump says. */
import { type WaypointAddress, waypointIn, type ZtunnelDump, type ZtunnelWorkload } from '@hopscope/core';
import { agrees } from '../agree.ts';
import { type Case, type Json, NotAnswered, object, text } from '../case.ts';
import { dumpOf } from '../state.ts';
import type { Kind } from './kind.ts';

function waypointName(dump: ZtunnelDump, address: WaypointAddress | null): string | null {
  return address ? (waypointIn(dump, address)?.name ?? null) : null;
}

function rowOf(dump: ZtunnelDump, workload: ZtunnelWorkload): Json {
  return {
    namespace: workload.namespace,
    pod: workload.name,
    address: workload.ips[0] ?? '',
    node: workload.node,
    waypoint: waypointName(dump, workload.waypoint),
    protocol: workload.protocol,
  };
}

/** istioctl's filters: the namespace is the whole name, a workload the beginning of one. */
function isWanted(item: { namespace: string; name: string }, filter: Json): boolean {
  const namespace = text(filter['namespace']);
  return (namespace === '' || item.namespace === namespace) && item.name.startsWith(text(filter['workload']));
}

/** A workload named without its namespace stands for one: the first by namespace, then name. */
function namedAlone(filter: Json, wanted: readonly ZtunnelWorkload[]): readonly ZtunnelWorkload[] {
  if (text(filter['workload']) === '' || text(filter['namespace']) !== '') return wanted;
  const keyOf = (item: ZtunnelWorkload): string => `${item.namespace}/${item.name}`;
  return [...wanted].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, 1);
}

function connectionRows(dump: ZtunnelDump, filter: Json): Json[] {
  return dump.proxies
    .filter((proxy) => isWanted(proxy, filter))
    .flatMap((proxy) =>
      proxy.connections.map((connection) => {
        const inbound = connection.direction.toLowerCase() === 'inbound';
        return {
          workload: `${proxy.name}.${proxy.namespace}`,
          direction: inbound ? 'Inbound' : 'Outbound',
          local: inbound ? connection.actualDst : connection.src,
          remote: inbound ? connection.src : connection.actualDst,
          remote_target: connection.originalDst,
          protocol: connection.protocol,
        };
      }),
    );
}

/** A case names the waypoint by its name, or as the dump does. */
function sameWorkload(expected: Case['expected'], got: unknown): boolean {
  const { waypoint, ...rest } = expected;
  const answer = object(got);
  const forms = [answer['waypoint'], answer['destination']];
  return agrees(rest, got) && forms.some((form) => agrees(waypoint, form));
}

export const ZTUNNEL_DUMP: Readonly<Record<string, Kind>> = {
  'ztunnel-workload': {
    answer(one) {
      const dump = dumpOf(one);
      const { namespace, pod } = one.question;
      const workload = dump.workloads.find((item) => item.namespace === namespace && item.name === pod);
      if (!workload) throw new NotAnswered(`the dump has no workload ${text(namespace)}/${text(pod)}`);
      const destination = workload.waypoint?.destination ?? null;
      return { ...rowOf(dump, workload), captured: workload.protocol === 'HBONE', destination };
    },
    matches: sameWorkload,
  },
  'ztunnel-workloads': {
    answer(one) {
      const dump = dumpOf(one);
      const filter = object(one.question['filter']);
      const wanted = namedAlone(
        filter,
        dump.workloads.filter((item) => isWanted(item, filter)),
      );
      return { rows: wanted.map((item) => rowOf(dump, item)) };
    },
  },
  'ztunnel-service': {
    answer(one) {
      const { namespace, hostname } = one.question;
      const service = dumpOf(one).services.find((item) => item.namespace === namespace && item.hostname === hostname);
      if (!service) throw new NotAnswered(`the dump has no service ${text(namespace)}/${text(hostname)}`);
      return {
        vips: service.vips,
        waypoint: service.waypoint?.destination ?? null,
        healthyEndpoints: service.endpoints.filter((item) => item.healthy).map((item) => item.workloadUid),
        endpointCount: service.endpoints.length,
      };
    },
  },
  'ztunnel-policies': {
    answer: (one) => ({
      rows: dumpOf(one).policies.map(({ namespace, name, action, scope }) => ({
        namespace,
        policy_name: name,
        action,
        scope,
      })),
    }),
  },
  'ztunnel-connections': {
    answer: (one) => ({ rows: connectionRows(dumpOf(one), object(one.question['filter'])) }),
  },
};
