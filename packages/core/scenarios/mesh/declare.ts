import { splitRef } from './identity.ts';
import type { Call, Labels, MeshSpec, ServiceSpec, WorkloadSpec } from './spec.ts';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from './waypoint-binding.ts';

export function addWorkload(
  spec: MeshSpec,
  given: Pick<WorkloadSpec, 'namespace' | 'name' | 'selector' | 'serviceAccount' | 'container' | 'image'> &
    Partial<WorkloadSpec>,
): WorkloadSpec {
  const workload: WorkloadSpec = {
    kind: 'Deployment',
    replicas: 1,
    labels: given.selector,
    podLabels: {},
    podAnnotations: {},
    ports: [],
    env: {},
    nodes: [],
    missing: [],
    hostNetwork: false,
    sidecar: false,
    captures: [],
    told: true,
    faults: [],
    revision: 1,
    calls: [],
    slot: spec.slots.pod,
    ...given,
  };
  const pods = workload.kind === 'DaemonSet' ? spec.nodes.length : workload.replicas;
  // Room for one more generation of pods, so that faults never move other pods' addresses.
  spec.slots.pod += pods * 2 + 3;
  spec.workloads.push(workload);
  return workload;
}

export function addService(
  spec: MeshSpec,
  given: Pick<ServiceSpec, 'namespace' | 'name' | 'selector' | 'ports'> & Partial<ServiceSpec>,
): ServiceSpec {
  spec.slots.service += 1;
  const service: ServiceSpec = {
    type: 'ClusterIP',
    headless: false,
    publishNotReady: false,
    labels: {},
    annotations: {},
    slot: spec.slots.service,
    ...given,
  };
  spec.services.push(service);
  return service;
}

export function waypointLabels(waypoint: string | undefined, namespace: string): Labels {
  if (waypoint === undefined) return {};
  if (!waypoint.includes('/')) return { [USE_WAYPOINT]: waypoint };
  const ref = splitRef(waypoint);
  if (ref.namespace === namespace) return { [USE_WAYPOINT]: ref.name };
  return { [USE_WAYPOINT]: ref.name, [USE_WAYPOINT_NAMESPACE]: ref.namespace };
}

export function parseCall(call: string): Call {
  const colon = call.lastIndexOf(':');
  const target = call.slice(0, colon);
  const port = Number(call.slice(colon + 1));
  const { namespace, name } = target.includes('/') ? splitRef(target) : { namespace: '', name: target };
  return { target, host: namespace === '' ? name : `${name}.${namespace}`, port };
}
