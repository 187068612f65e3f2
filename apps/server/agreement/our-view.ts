/** What we say of the same mesh, by the public functions of core that the product uses. */
import {
  conditionsOfService,
  conditionsOfWorkloadEntry,
  ingressUsesWaypoint,
  isCanonical,
  listWorkloads,
  type Mesh,
  type PublishedService,
  policyConditionsOf,
  policyNamesOf,
  publishedPolicies,
  publishedServices,
  targetPortsOf,
  type WaypointBinding,
  type Workload,
  type WrittenConditions,
  waypointAddressOf,
  waypointOfPublished,
  weightedWaypointsOf,
} from '@hopscope/core';
import type { Json } from '../src/conformance/case.ts';
import { wirePolicy } from '../src/conformance/kinds/wire-policy.ts';
import { withoutRepeats } from './istiod-view.ts';
import type { View } from './view.ts';

type Gateway = (WaypointBinding & { state: 'bound' })['gateway'];

/** Workloads, services and policies as we would publish them. */
export function ourView(mesh: Mesh): View {
  const view: View = new Map();
  for (const workload of listWorkloads(mesh)) view.set(`workload ${workload.uid}`, workloadFields(mesh, workload));
  for (const service of publishedServices(mesh))
    view.set(`service ${service.namespace}/${service.host}`, serviceFields(mesh, service));
  for (const policy of publishedPolicies(mesh)) {
    const wire = wirePolicy(policy);
    view.set(`policy ${policy.namespace}/${policy.name}`, {
      scope: wire['scope'] ?? 'GLOBAL',
      action: wire['action'] ?? 'ALLOW',
      dryRun: policy.dryRun,
      groups: (wire['groups'] as { rules: { matches: Json[] }[] }[]).map((group) =>
        group.rules.map((rule) => rule.matches.map(matchFields)),
      ),
    });
  }
  return view;
}

function workloadFields(mesh: Mesh, workload: Workload): Json {
  const services = workload.services.map((service) => [
    `${service.namespace}/${service.host}`,
    targetPortsOf(workload, service)
      .map(({ servicePort, targetPort }) => `${servicePort}→${targetPort}`)
      .sort(),
  ]);
  return {
    name: workload.name,
    addresses: [...workload.addresses].sort(),
    hostname: workload.hostname,
    network: workload.network,
    protocol: workload.protocol === 'HBONE' ? 'HBONE' : 'NONE',
    nativeTunnel: workload.nativeTunnel,
    waypoint: workload.binding.state === 'bound' ? addressOf(mesh, workload.binding.gateway) : null,
    applicationTunnel: workload.applicationTunnel
      ? [workload.applicationTunnel.protocol, workload.applicationTunnel.port]
      : null,
    serviceAccount: workload.serviceAccount,
    trustDomain: workload.trustDomain,
    node: workload.node,
    locality: [workload.locality?.region ?? '', workload.locality?.zone ?? '', workload.locality?.subzone ?? ''],
    workloadName: workload.workloadName,
    canonical: [workload.canonicalName, workload.canonicalRevision],
    healthy: workload.healthy,
    hostNetwork: workload.hostNetwork,
    capacity: workload.capacity || 1,
    services: sortedFields(Object.fromEntries(services) as Json),
    policies: policyNamesOf(mesh, workload).sort(),
  };
}

function serviceFields(mesh: Mesh, service: PublishedService): Json {
  const binding = waypointOfPublished(mesh, service);
  const weighted = weightedWaypointsOf(mesh, service);
  const { mode, scopes, allowsUnhealthy } = service.balancing;
  return {
    name: service.name,
    vips: service.vips.map((vip) => `${mesh.state.network}/${vip}`).sort(),
    ports: service.ports
      .map(
        ({ port, targetPort, application }) =>
          `${port}→${typeof targetPort === 'number' ? targetPort : 0} ${application}`,
      )
      .sort(),
    waypoint: binding.state === 'bound' ? addressOf(mesh, binding.gateway) : null,
    weighted: weighted.length < 2 ? [] : weighted.map(({ gateway, weight }) => [addressOf(mesh, gateway), weight]),
    subjectAltNames: [...service.subjectAltNames].sort(),
    mode,
    scopes,
    healthPolicy: allowsUnhealthy ? 'ALLOW_ALL' : 'ONLY_HEALTHY',
    ipFamilies: service.ipFamilies,
    canonical: isCanonical(mesh, service),
    visibility: service.visibility === 'namespace' ? 'NAMESPACE' : 'PUBLIC',
    ingressUseWaypoint: binding.state === 'bound' && ingressUsesWaypoint(mesh, service.source.object),
  };
}

/** W3: the address istiod publishes for a bound waypoint. */
function addressOf(mesh: Mesh, gateway: Gateway): string | null {
  const address = waypointAddressOf(gateway);
  if (!address) return null;
  const from = address.type === 'Hostname' ? gateway.namespace : mesh.state.network;
  return `${from}/${address.value}:15008`;
}

const sortedFields = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

const matchFields = (match: Json): Json =>
  sortedFields(
    Object.fromEntries(Object.entries(match).map(([field, values]) => [field, withoutRepeats(values as unknown[])])),
  );

/** ST1-ST3: the conditions istiod should have written on the objects. */
export function ourConditions(mesh: Mesh): View {
  const view: View = new Map();
  const add = (kind: string, object: { namespace: string; name: string }, conditions: WrittenConditions): void => {
    const written = Object.entries(conditions).map(([type, { status, reason, message }]) => [
      type,
      { status: status ? 'True' : 'False', reason, message },
    ]);
    view.set(`conditions of ${kind} ${object.namespace}/${object.name}`, Object.fromEntries(written));
  };
  const { serviceEntries, workloadEntries, authorizationPolicies } = mesh.state;
  for (const service of mesh.services.all()) add('Service', service, conditionsOfService(mesh, service));
  for (const entry of serviceEntries) add('ServiceEntry', entry, conditionsOfService(mesh, entry));
  for (const entry of workloadEntries) add('WorkloadEntry', entry, conditionsOfWorkloadEntry(mesh, entry));
  for (const policy of authorizationPolicies) add('AuthorizationPolicy', policy, policyConditionsOf(mesh, policy));
  return view;
}
