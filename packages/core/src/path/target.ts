/** What the `to` of a question is, and how it is addressed. */
import { type Addressee, lookUpAddress } from '../mesh/address.ts';
import { resolveName } from '../mesh/dns.ts';
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import { type WaypointBinding, waypointOfPod, waypointOfService, waypointOfServiceEntry } from '../mesh/waypoint.ts';
import type { Labels } from '../state/metadata.ts';
import type { To } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import type { Refusal } from './facts.ts';

/** A destination that can be walked to. */
export interface Target {
  addressee: Addressee;
  port: number;
  name: string;
  /** R5: only these pods of the Service */
  subset?: { name: string; labels: Labels } | null;
}

/** Finds the destination; a Service or pod that is not there is a refusal (catalogue: dns-service-not-found). */
export function resolveTarget(mesh: Mesh, to: To, fromNamespace: string): Target | { refusal: Refusal } {
  switch (to.kind) {
    case 'service': {
      const service = mesh.services.byName.get(`${to.namespace}/${to.name}`);
      if (service)
        return { addressee: { kind: 'service', service }, port: to.port, name: `${to.namespace}/${to.name}` };
      const entry = mesh.state.serviceEntries.find((item) => item.namespace === to.namespace && item.name === to.name);
      if (entry)
        return {
          addressee: { kind: 'service-entry', entry, host: entry.hosts[0] ?? to.name },
          port: to.port,
          name: `${to.namespace}/${to.name}`,
        };
      return missing(gapOf(mesh, 'Service', to.namespace), `Service`, to.namespace, to.name);
    }
    case 'pod': {
      const pod = mesh.pods.byName.get(`${to.namespace}/${to.name}`);
      if (!pod) return missing(gapOf(mesh, 'Pod', to.namespace), 'pod', to.namespace, to.name);
      const addressee: Addressee = pod.hostNetwork ? { kind: 'host-network', pod } : { kind: 'workload', pod };
      return { addressee, port: to.port, name: `pod ${to.namespace}/${to.name}` };
    }
    case 'ip':
      return { addressee: lookUpAddress(mesh, to.address, fromNamespace), port: to.port, name: to.address };
    default: {
      const { addressee } = resolveName(mesh, to.host, { namespace: fromNamespace, resolver: 'ztunnel' });
      if (addressee.kind === 'unknown' && isClusterName(mesh, to.host))
        return missing(gapOf(mesh, 'Service'), 'Service', '', to.host);
      return { addressee, port: to.port, name: to.host };
    }
  }
}

const isClusterName = (mesh: Mesh, host: string): boolean =>
  host.endsWith(`.svc.${mesh.domainSuffix}`) || host.endsWith('.svc') || !host.includes('.');

function missing(gap: Gap | null, kind: string, namespace: string, name: string): { refusal: Refusal } {
  const where = namespace === '' ? '' : ` in namespace \`${namespace}\``;
  if (gap)
    return {
      refusal: {
        code: 'not-readable',
        sentence: `Whether a ${kind} \`${name}\` exists${where} cannot be known: ${gap.why}.`,
        hop: 'resolution',
        gap,
        object: null,
      },
    };
  const object = ref(kind === 'pod' ? 'Pod' : 'Service', namespace, name);
  return {
    refusal: {
      code: 'to-unknown',
      sentence: `No ${kind} called \`${name}\` exists${where}.`,
      hop: 'resolution',
      gap: null,
      object,
    },
  };
}

/** W8-W10: the waypoint bound to what is addressed; a pod address asks for the pod's own. */
export function bindingOf(mesh: Mesh, addressee: Addressee): WaypointBinding {
  if (addressee.kind === 'service') return waypointOfService(mesh, addressee.service);
  if (addressee.kind === 'service-entry') return waypointOfServiceEntry(mesh, addressee.entry);
  return addressee.kind === 'workload' ? waypointOfPod(mesh, addressee.pod) : { state: 'none' };
}
