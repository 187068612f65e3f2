/** The Services and outside hosts that a request may be for. */
import { type MeshReport, type MeshState, NodeState } from '@hopscope/core';
import { type Static, Type } from 'typebox';

export const ServiceItem = Type.Object({
  kind: Type.Enum(['service', 'external'], { description: 'external: a host of a ServiceEntry' }),
  namespace: Type.String(),
  name: Type.String({ description: 'of the Service, or the host' }),
  ports: Type.Array(
    Type.Object({
      port: Type.Integer(),
      name: Type.String(),
      protocol: Type.String({ description: 'appProtocol where it is set, else the transport' }),
      to: Type.String({ description: 'the `to` of /path for this port' }),
    }),
  ),
  node: Type.Union([Type.String(), Type.Null()], { description: 'its node in the graph' }),
  state: Type.Union([NodeState.properties.state, Type.Null()]),
});
export type ServiceItem = Static<typeof ServiceItem>;

/** All of them, by namespace and name. */
export function listServices(state: MeshState, report: MeshReport): ServiceItem[] {
  const nodes = new Map(report.graph.nodes.map((node) => [`${node.ref.kind} ${node.namespace}/${node.name}`, node.id]));
  const nodeOf = (id: string | undefined) => ({
    node: id ?? null,
    state: id === undefined ? null : (report.nodes[id]?.state ?? null),
  });
  const services = state.services.map((service): ServiceItem => {
    const { namespace, name } = service;
    return {
      kind: 'service',
      namespace,
      name,
      ports: service.ports.map(({ port, name: portName, protocol, appProtocol }) => ({
        port,
        name: portName,
        protocol: appProtocol || protocol,
        to: `${namespace}/${name}:${port}`,
      })),
      ...nodeOf(nodes.get(`Service ${namespace}/${name}`)),
    };
  });
  const externals = new Map(
    report.graph.nodes.filter(({ kind }) => kind === 'external').map(({ name, id }) => [name, id]),
  );
  const hosts = state.serviceEntries.flatMap((entry) =>
    entry.hosts
      .filter((host) => !host.includes('*'))
      .map(
        (host): ServiceItem => ({
          kind: 'external',
          namespace: entry.namespace,
          name: host,
          ports: entry.ports.map(({ number, name, protocol }) => ({
            port: number,
            name,
            protocol,
            to: `host:${host}:${number}`,
          })),
          ...nodeOf(externals.get(host)),
        }),
      ),
  );
  return [...services, ...hosts];
}
