/** D4, S6: the endpoints of a ServiceEntry: those written into it, and the pods and WorkloadEntries it selects. */
import type { ServiceEntry, WorkloadEntry, WorkloadEntrySpec } from '../state/istio.ts';
import type { Pod, ServicePort } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import {
  type Endpoint,
  type EndpointChoice,
  type ExcludedBecause,
  labelsOfEntry,
  type OutsideEndpoint,
} from './endpoints.ts';
import { isFlagSet } from './flags.ts';
import { type Mesh, perMesh } from './mesh.ts';
import { isFinished } from './pod-addresses.ts';
import { matchesLabels } from './selector.ts';

/** D4: the endpoints for one port of an entry, for a client that dialled `address` (a host name where it asked by name). */
export function chooseEntryEndpoints(mesh: Mesh, entry: ServiceEntry, port: number, address: string): EndpointChoice {
  const servicePort = portOf(entry, port);
  const { pods, outside } = membersOf(mesh, entry);
  const selected = pods.length + outside.length;
  const none = { servicePort, endpoints: [], excluded: [], selected, preference: '' };
  // P5: the connection goes on to the address that was dialled; nothing is chosen and no port is asked for.
  if (entry.resolution === 'NONE') return { ...none, endpoints: [{ pod: null, ip: address, port }] };
  if (!servicePort) return none;
  // D4: a waypoint resolves the very name that was asked for.
  if (entry.resolution === 'DYNAMIC_DNS') return { ...none, endpoints: [{ pod: null, ip: address, port }] };
  const found: Endpoint[] = outside.map((one) => ({
    pod: null,
    ip: one.address,
    port: one.ports[servicePort.name] ?? targetOf(servicePort),
    outside: one,
  }));
  const excluded: { pod: Pod; because: ExcludedBecause }[] = [];
  for (const pod of pods) {
    const because = unusable(pod);
    if (because) excluded.push({ pod, because });
    else found.push({ pod, ip: pod.ips[0]!, port: targetOf(servicePort) });
  }
  const implied = found.length === 0 && selected === 0 && isImplied(entry);
  return { ...none, excluded, endpoints: implied ? [{ pod: null, ip: address, port: targetOf(servicePort) }] : found };
}

/** D4: a STATIC entry that lists nobody and selects nobody has nothing to send to, whatever the port. */
export function hasNoMembers(mesh: Mesh, entry: ServiceEntry): boolean {
  const { pods, outside } = membersOf(mesh, entry);
  return entry.resolution === 'STATIC' && pods.length + outside.length === 0;
}

/** Without endpoints of its own a host that DNS resolves is its own endpoint. */
const isImplied = (entry: ServiceEntry): boolean => /^DNS/.test(entry.resolution) && entry.workloadSelector === null;

const targetOf = (port: ServicePort): number => (typeof port.targetPort === 'number' ? port.targetPort : port.port);

function portOf(entry: ServiceEntry, port: number): ServicePort | undefined {
  const found = entry.ports.find((candidate) => candidate.number === port);
  return (
    found && {
      name: found.name,
      port: found.number,
      targetPort: found.targetPort ?? found.number,
      protocol: 'TCP',
      appProtocol: found.protocol,
      nodePort: null,
    }
  );
}

function unusable(pod: Pod): ExcludedBecause | null {
  if (pod.deletedAt !== null) return 'terminating';
  if (!pod.ready) return 'not-ready';
  return pod.ips.length === 0 ? 'no-address' : null;
}

interface Members {
  pods: readonly Pod[];
  outside: readonly OutsideEndpoint[];
}

/** S3, S6: endpoints written into the entry, or the pods and WorkloadEntries of its namespace that it selects. */
const membersOf = perMesh((mesh: Mesh, entry: ServiceEntry): Members => {
  const selector = entry.workloadSelector;
  if (selector === null || Object.keys(selector).length === 0)
    return { pods: [], outside: entry.endpoints.map((spec) => writtenEndpoint(entry, spec)) };
  const local = mesh.pods.byNamespace.get(entry.namespace) ?? [];
  const picksPods = isFlagSet(mesh, 'PILOT_ENABLE_SERVICEENTRY_SELECT_PODS', true);
  const pods = picksPods ? local.filter((pod) => !isFinished(pod) && matchesLabels(selector, pod.labels)) : [];
  const machines = mesh.state.workloadEntries.filter(
    (machine) => machine.namespace === entry.namespace && matchesLabels(selector, labelsOfEntry(machine)),
  );
  return { pods, outside: machines.map(machineEndpoint) };
});

const writtenEndpoint = (entry: ServiceEntry, spec: WorkloadEntrySpec): OutsideEndpoint =>
  outsideOf('ServiceEntry', entry, spec, spec.labels);

/** S6: a WorkloadEntry as an endpoint. */
export const machineEndpoint = (machine: WorkloadEntry): OutsideEndpoint =>
  outsideOf('WorkloadEntry', machine, machine.entry, labelsOfEntry(machine));

function outsideOf(
  kind: OutsideEndpoint['kind'],
  { namespace, name }: { namespace: string; name: string },
  spec: WorkloadEntrySpec,
  labels: Labels,
): OutsideEndpoint {
  const { address, ports, network, serviceAccount, weight } = spec;
  return { kind, namespace, name, address, ports, network, serviceAccount, labels, weight: weight || 1 };
}
