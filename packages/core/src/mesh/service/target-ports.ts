/** S4-S6, L5: the port of a workload behind each port of its services. */
import type { WorkloadEntrySpec } from '../../state/istio.ts';
import type { EndpointSlice, Pod } from '../../state/kubernetes.ts';
import type { PublishedPort, PublishedService } from './published-services.ts';

/** One port as istiod writes it on a workload; a service port that is left out has no target there. */
export interface TargetPort {
  servicePort: number;
  targetPort: number;
}

/** What istiod remembers of a port by its number: of two protocols on one number the later one's names. */
function portsByNumber(service: PublishedService): Map<number, PublishedPort> {
  return new Map(service.ports.map((port) => [port.port, port]));
}

/** S4: of a pod; a named target counts where a container declares it, a ServiceEntry's port by its own name. */
export function targetPortsOfPod(service: PublishedService, pod: Pod): TargetPort[] {
  const named = portsByNumber(service);
  return service.ports.flatMap((port) =>
    targetsOf(port, targetOnPod(service, port, named.get(port.port) ?? port, pod)),
  );
}

function targetOnPod(service: PublishedService, port: PublishedPort, names: PublishedPort, pod: Pod): number | null {
  if (typeof names.targetPort === 'string') return containerPort(pod, names.targetPort);
  const byName = service.source.kind === 'ServiceEntry' && names.name !== '';
  return (byName ? containerPort(pod, names.name) : null) ?? numberOf(port);
}

/** A numeric target; 0 for a named one. */
const numberOf = (port: PublishedPort): number => (typeof port.targetPort === 'number' ? port.targetPort : 0);

const targetsOf = (port: PublishedPort, targetPort: number | null): TargetPort[] =>
  targetPort === null ? [] : [{ servicePort: port.port, targetPort }];

/**
 * L5: the port that is dialled on a workload for a port of its service: its own, else the service's number. A number that
 * was not given is the port itself, as the API server fills it in. Null: it is no endpoint for that port.
 */
export function dialledPort(port: PublishedPort, own: readonly TargetPort[]): number | null {
  const found = own.find((target) => target.servicePort === port.port);
  if (found) return found.targetPort || port.port;
  return typeof port.targetPort === 'number' ? port.targetPort || port.port : null;
}

/** S4: a TCP port that a container declares under a name, sidecars of the init kind last. */
export function containerPort(pod: Pod, name: string): number | null {
  const serving = pod.containers.filter((container) => !container.init || container.restartable);
  for (const init of [false, true]) {
    for (const container of serving) {
      if (container.init !== init) continue;
      const found = container.ports.find((port) => port.name === name && port.protocol === 'TCP');
      if (found) return found.port;
    }
  }
  return null;
}

/** S6: of a WorkloadEntry or an endpoint of a ServiceEntry, which maps names of ports to its own. */
export function targetPortsOfSpec(service: PublishedService, spec: Pick<WorkloadEntrySpec, 'ports'>): TargetPort[] {
  const named = portsByNumber(service);
  return service.ports.flatMap((port) => {
    const { name, targetPort } = named.get(port.port) ?? port;
    if (typeof targetPort === 'string') return targetsOf(port, spec.ports[targetPort] ?? null);
    return targetsOf(port, spec.ports[name] ?? numberOf(port));
  });
}

/** S5: of the addresses of an EndpointSlice: its TCP ports, joined to those of the Service by their names. */
export function targetPortsOfSlice(service: PublishedService, slice: EndpointSlice): TargetPort[] {
  const named = portsByNumber(service);
  return slice.ports.flatMap(({ name, port, protocol }) => {
    if (port === null || protocol !== 'TCP') return [];
    const meant = service.ports.find((candidate) => named.get(candidate.port)?.name === name);
    return meant ? [{ servicePort: meant.port, targetPort: port }] : [];
  });
}
