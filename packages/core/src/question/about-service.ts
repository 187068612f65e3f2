/** One Service: its ports and endpoints, the waypoint it is bound to, and the policies that hold for calls to it. */
import { type Static, Type } from 'typebox';
import type { Mesh } from '../mesh/mesh.ts';
import { podsOfService } from '../mesh/service/selection.ts';
import { waypointOfService } from '../mesh/waypoint/waypoint.ts';
import { meshOf } from '../report/meshes.ts';
import type { Service } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nullable } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';
import { ref } from '../state/refs.ts';
import { Binding, describeBinding } from './binding-answer.ts';
import { Drift, driftOfService } from './drift.ts';
import { workloadRefs } from './effect-places.ts';
import { PoliciesOn, policiesOn } from './policies-on.ts';

const texts = Type.Array(Type.String());

export const ServiceEndpoint = Type.Object({
  address: Type.String(),
  ports: Type.Array(Type.Object({ name: Type.String(), port: nullable(Type.Integer()) })),
  ready: Type.Boolean(),
  serving: Type.Boolean(),
  terminating: Type.Boolean(),
  pod: Type.String({ description: "'' for an address written by hand" }),
  node: Type.String(),
});
export type ServiceEndpoint = Static<typeof ServiceEndpoint>;

export const AboutService = Type.Object({
  service: Type.Object({
    namespace: Type.String(),
    name: Type.String(),
    type: Type.String(),
    clusterIPs: texts,
    headless: Type.Boolean(),
    selector: nullable(Type.Record(Type.String(), Type.String())),
    ports: Type.Array(
      Type.Object({
        port: Type.Integer(),
        name: Type.String(),
        protocol: Type.String({ description: 'appProtocol where it is set, else the transport' }),
        to: Type.String({ description: 'the `to` of /path for this port' }),
      }),
    ),
  }),
  endpoints: Type.Array(ServiceEndpoint),
  workloads: Type.Array(Ref, { description: 'whose pods stand behind it' }),
  binding: Binding,
  /** what ztunnels believe of its waypoint and its endpoints, and is not so */
  drift: nullable(Drift),
  ...PoliciesOn.properties,
});
export type AboutService = Static<typeof AboutService>;

/** W9, A1-A3; null where there is no such Service. */
export function aboutService(state: MeshState, namespace: string, name: string): AboutService | null {
  const mesh = meshOf(state);
  const service = mesh.services.byName.get(`${namespace}/${name}`);
  if (!service) return null;
  const pods = podsOfService(mesh, service);
  const workloads = workloadRefs(pods);
  const own = ref('Service', namespace, name);
  const binding = waypointOfService(mesh, service);
  const waypoint = binding.state === 'bound' ? binding.gateway : null;
  return {
    service: { namespace, name, ...partsOf(service) },
    endpoints: endpointsOf(mesh, service),
    workloads,
    binding: describeBinding(mesh, own, binding, 'Calls to it'),
    drift: driftOfService(state, { namespace, name }),
    ...policiesOn(mesh, { namespace, objects: [own, ...workloads], pods, waypoint }),
  };
}

function partsOf({ namespace, name, type, clusterIPs, headless, selector, ports }: Service) {
  return {
    type,
    clusterIPs,
    headless,
    selector,
    ports: ports.map(({ port, name: portName, protocol, appProtocol }) => ({
      port,
      name: portName,
      protocol: appProtocol || protocol,
      to: `${namespace}/${name}:${port}`,
    })),
  };
}

function endpointsOf(mesh: Mesh, { namespace, name }: Service): ServiceEndpoint[] {
  return (mesh.slices.get(`${namespace}/${name}`) ?? []).flatMap(({ ports, endpoints }) =>
    endpoints.flatMap(({ addresses, ready, serving, terminating, pod, node }) =>
      addresses.map((address) => ({
        address,
        ports: ports.map(({ name: portName, port }) => ({ name: portName, port })),
        ready,
        serving,
        terminating,
        pod,
        node,
      })),
    ),
  );
}
