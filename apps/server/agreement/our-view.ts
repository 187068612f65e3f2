/** What we say of the same mesh, by the public functions of core that the product uses. */
import {
  boundConditionOf,
  type ComputedCondition,
  fromWorkloadEntry,
  listWorkloads,
  type Mesh,
  policyConditionsOf,
  policyNamesOf,
  publishedPolicies,
  publishedServices,
  type WaypointBinding,
  type Workload,
  waypointAddressOf,
  waypointOfPublished,
  waypointOfService,
  waypointOfServiceEntry,
} from '@hopscope/core';
import type { Json } from '../src/conformance/case.ts';
import { wirePolicy } from '../src/conformance/kinds/wire-policy.ts';
import type { View } from './view.ts';

/** Workloads, services and policies as we would publish them. */
export function ourView(mesh: Mesh): View {
  const view: View = new Map();
  for (const workload of listWorkloads(mesh)) view.set(`workload ${workload.uid}`, workloadFields(mesh, workload));
  for (const service of publishedServices(mesh))
    view.set(`service ${service.namespace}/${service.host}`, {
      name: service.name,
      waypoint: addressOf(mesh, waypointOfPublished(mesh, service)),
    });
  for (const policy of publishedPolicies(mesh)) {
    const wire = wirePolicy(policy);
    view.set(`policy ${policy.namespace}/${policy.name}`, {
      scope: wire['scope'] ?? 'GLOBAL',
      action: wire['action'] ?? 'ALLOW',
      groups: (wire['groups'] as { rules: { matches: Json[] }[] }[]).map((group) =>
        group.rules.map((rule) => rule.matches.map(sortedFields)),
      ),
    });
  }
  return view;
}

function workloadFields(mesh: Mesh, workload: Workload): Json {
  return {
    addresses: [...workload.addresses].sort(),
    hostname: workload.hostname,
    network: workload.network,
    waypoint: addressOf(mesh, workload.binding),
    serviceAccount: workload.serviceAccount,
    node: workload.node,
    healthy: workload.healthy,
    hostNetwork: workload.hostNetwork,
    policies: policyNamesOf(mesh, workload).sort(),
  };
}

/** W3: the address istiod publishes for a bound waypoint. */
function addressOf(mesh: Mesh, binding: WaypointBinding): string | null {
  const address = binding.state === 'bound' ? waypointAddressOf(binding.gateway) : null;
  if (binding.state !== 'bound' || !address) return null;
  const from = address.type === 'Hostname' ? binding.gateway.namespace : mesh.state.network;
  return `${from}/${address.value}:15008`;
}

const sortedFields = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));

/** ST1-ST3: the conditions istiod should have written on the objects. */
export function ourConditions(mesh: Mesh): View {
  const view: View = new Map();
  const add = (kind: string, object: { namespace: string; name: string }, conditions: Conditions): void => {
    const written = Object.entries(conditions).filter(([, condition]) => condition !== null);
    view.set(
      `conditions of ${kind} ${object.namespace}/${object.name}`,
      Object.fromEntries(written.map(([type, condition]) => [type, wireCondition(condition!)])),
    );
  };
  const { serviceEntries, workloadEntries, authorizationPolicies } = mesh.state;
  const services = mesh.services.all();
  for (const service of services)
    add('Service', service, {
      'istio.io/WaypointBound': boundConditionOf(mesh, service, waypointOfService(mesh, service), true),
    });
  for (const entry of serviceEntries)
    add('ServiceEntry', entry, {
      'istio.io/WaypointBound': boundConditionOf(mesh, entry, waypointOfServiceEntry(mesh, entry), true),
    });
  for (const entry of workloadEntries)
    add('WorkloadEntry', entry, {
      'istio.io/WaypointBound': boundConditionOf(
        mesh,
        entry,
        fromWorkloadEntry(mesh, entry)?.binding ?? { state: 'none' },
        false,
      ),
    });
  for (const policy of authorizationPolicies) add('AuthorizationPolicy', policy, policyConditionsOf(mesh, policy));
  return view;
}

type Conditions = Readonly<Record<string, ComputedCondition | null>>;

const wireCondition = ({ status, reason, message }: ComputedCondition): Json => ({
  status: status ? 'True' : 'False',
  reason,
  message,
});
