/** Section 6: the endpoints to walk to, one for each kind of outcome, with its share of the requests. */

import { isFlagSet } from '../mesh/flags.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { hasRemote, remoteEndpointsOf } from '../mesh/multicluster/networks.ts';
import { chooseEndpoints, type Endpoint, type EndpointChoice } from '../mesh/service/endpoints.ts';
import { chooseEntryEndpoints } from '../mesh/service/entry-endpoints.ts';
import { describeService } from '../mesh/service/published-services.ts';
import { matchesLabels } from '../mesh/service/selector.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { groupAlike } from './alike.ts';
import type { Caller, Choice } from './facts.ts';
import type { Target } from './target.ts';

/** L1-L5, P5: whom the sender may choose. */
export function choicesOf(mesh: Mesh, caller: Caller, target: Target, viaWaypoint: boolean): Choice[] {
  const { addressee } = target;
  if (target.headless) return [target.headless.choice];
  // A waypoint or gateway (Envoy) balances by itself; internalTrafficPolicy binds ztunnel and kube-proxy.
  const node = viaWaypoint || caller.kind === 'gateway' || caller.kind === 'sidecar' ? '' : caller.node;
  if (addressee.kind === 'service') {
    const isFar = hasRemote(mesh, addressee.service) && crosses(mesh, caller, viaWaypoint);
    if (target.subset)
      return grouped(mesh, withinSubset(chooseEndpoints(mesh, addressee.service, target.port, node), target.subset));
    const { namespace, name } = addressee.service;
    const { scopes } = describeService(mesh, addressee.service).balancing;
    // Where nothing near is preferred, callers of all nodes have one choice.
    return choicesOfPort(mesh, `${namespace}/${name} ${target.port} ${isFar} ${scopes.length === 0 ? '' : node}`);
  }
  if (addressee.kind === 'service-entry') {
    const address = target.naming ? addressee.host : target.name;
    return grouped(mesh, chooseEntryEndpoints(mesh, addressee.entry, target.port, address, node));
  }
  // W14: kube-proxy leads from an external address to the pods.
  if (addressee.kind === 'outside-address') return grouped(mesh, chooseEndpoints(mesh, addressee.service, target.port));
  return [{ choice: null, endpoint: soleEndpoint(target), alike: 1, of: 1 }];
}

/** W14, L1: the pods behind the name of a headless Service, each a destination of its own; the port is the one dialled. */
export function headlessTargets(mesh: Mesh, caller: Caller, target: Target): Target[] {
  const { addressee } = target;
  if (addressee.kind !== 'service' || !addressee.service.headless || caller.kind !== 'ambient') return [target];
  const { service } = addressee;
  const ways = grouped(mesh, chooseEndpoints(mesh, service, target.port, caller.node)).flatMap((choice): Target[] => {
    const { endpoint } = choice;
    if (!endpoint?.pod || choice.choice?.endpoints.length === 0) return [];
    const dialled = { ...choice, endpoint: { ...endpoint, port: target.port } };
    return [{ ...target, addressee: { kind: 'workload', pod: endpoint.pod }, headless: { service, choice: dialled } }];
  });
  return ways.length > 0 ? ways : [target];
}

/** L4: endpoints that cannot differ in outcome together, weighted by their capacity. */
function grouped(mesh: Mesh, choice: EndpointChoice): Choice[] {
  if (choice.endpoints.length === 0) return [{ choice, endpoint: wouldBeEndpoint(choice), alike: 1, of: 1 }];
  const groups = groupAlike(mesh, choice.endpoints, ({ pod }) => pod, endpointMark);
  const weightOf = (endpoints: readonly Endpoint[]): number =>
    endpoints.reduce((sum, endpoint) => sum + (endpoint.outside?.weight ?? 1), 0);
  const of = weightOf(choice.endpoints);
  return groups.map((group) => ({ choice, endpoint: group[0]!, alike: weightOf(group), of }));
}

/** R5: only pods with the labels of the subset, where the rule names one. */
function withinSubset(choice: EndpointChoice, subset: Target['subset']): EndpointChoice {
  if (!subset) return choice;
  const isIn = ({ pod }: { pod: Pod | null }): boolean => pod !== null && matchesLabels(subset.labels, pod.labels);
  return { ...choice, endpoints: choice.endpoints.filter(isIn), excluded: choice.excluded.filter(isIn) };
}

/** Of a port of a Service, seen from a node or from anywhere: `namespace/name port far node`. All callers have the same choice. */
const choicesOfPort = perMesh((mesh: Mesh, key: string): Choice[] => {
  const [name = '', port = '', isFar = '', node = ''] = key.split(' ');
  const service = mesh.services.byName.get(name)!;
  const near = chooseEndpoints(mesh, service, Number(port), node);
  return grouped(mesh, isFar === 'true' ? withRemote(mesh, service, near) : near);
});

/** MC4, L3: endpoints of other networks count too, unless the Service prefers or demands its own surroundings. */
function withRemote(mesh: Mesh, service: Service, near: EndpointChoice): EndpointChoice {
  const { mode } = describeService(mesh, service).balancing;
  if (mode === 'STRICT' || !near.servicePort) return near;
  if (mode === 'FAILOVER' && near.endpoints.length > 0) return near;
  const far = remoteEndpointsOf(mesh, service).map((remote) => ({
    pod: null,
    ip: remote.gateway?.address ?? '',
    port: near.servicePort!.port,
    remote,
  }));
  return far.length === 0 ? near : { ...near, endpoints: [...near.endpoints, ...far] };
}

/** MC1: ztunnel crosses networks, a waypoint unless told not to, a gateway only where told to. */
function crosses(mesh: Mesh, caller: Caller, viaWaypoint: boolean): boolean {
  if (viaWaypoint) return isFlagSet(mesh, 'AMBIENT_ENABLE_MULTI_NETWORK_WAYPOINT', true);
  if (caller.kind === 'gateway') return isFlagSet(mesh, 'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS', false);
  return caller.kind === 'ambient';
}

/** What tells endpoints apart besides their pods; what is no pod is like nothing else. */
const endpointMark = ({ pod, ip, port, remote }: Endpoint): string | number =>
  pod ? port : `${ip}:${port}:${remote?.network ?? ''}`;

/** With nothing to choose, the walk goes on to a pod that would be chosen if it were well, to find what else would block. */
function wouldBeEndpoint(choice: EndpointChoice): Endpoint | null {
  const pod = choice.excluded.find((entry) => entry.pod.ips.length > 0)?.pod;
  return pod && choice.servicePort
    ? {
        pod,
        ip: pod.ips[0]!,
        port:
          typeof choice.servicePort.targetPort === 'number'
            ? choice.servicePort.targetPort || choice.servicePort.port
            : choice.servicePort.port,
      }
    : null;
}

function soleEndpoint(target: Target): Endpoint | null {
  const { addressee, port } = target;
  switch (addressee.kind) {
    case 'workload':
    case 'host-network':
      return { pod: addressee.pod, ip: addressee.pod.ips[0] ?? '', port };
    case 'machine':
      return { pod: null, outside: addressee.machine, ip: addressee.machine.address, port };
    case 'unknown':
      return { pod: null, ip: addressee.address, port };
    default:
      return null;
  }
}
