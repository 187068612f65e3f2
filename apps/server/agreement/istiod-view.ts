/** What istiod says: the answer of /debug/ambientz and the conditions it wrote, in the form that is compared. */
import type { Condition, Mesh } from '@hopscope/core';
import { type Json, object, objects, text, texts } from '../src/conformance/case.ts';
import type { View } from './view.ts';

/** Workloads, services and policies of an answer. Fields at their default are absent in it. */
export function viewOfAmbientz(body: Json): View {
  const view: View = new Map();
  for (const workload of objects(body['workloads']))
    view.set(`workload ${text(workload['uid'])}`, workloadFields(workload));
  for (const service of objects(body['services']))
    view.set(`service ${text(service['namespace'])}/${text(service['hostname'])}`, serviceFields(service));
  for (const policy of objects(body['policies']))
    view.set(`policy ${text(policy['namespace'])}/${text(policy['name'])}`, policyFields(policy));
  return view;
}

function workloadFields(workload: Json): Json {
  const tunnel = object(workload['applicationTunnel']);
  const locality = object(workload['locality']);
  return {
    name: text(workload['name']),
    addresses: texts(workload['addresses']).map(spelled).sort(),
    hostname: text(workload['hostname']),
    network: text(workload['network']),
    protocol: text(workload['tunnelProtocol']) || 'NONE',
    nativeTunnel: workload['nativeTunnel'] === true,
    waypoint: gatewayAddress(workload['waypoint'], spelled),
    applicationTunnel:
      workload['applicationTunnel'] === undefined
        ? null
        : [text(tunnel['protocol']) || 'NONE', Number(tunnel['port'] ?? 0)],
    serviceAccount: text(workload['serviceAccount']),
    trustDomain: text(workload['trustDomain']),
    node: text(workload['node']),
    locality: [text(locality['region']), text(locality['zone']), text(locality['subzone'])],
    workloadName: text(workload['workloadName']),
    canonical: [text(workload['canonicalName']), text(workload['canonicalRevision'])],
    healthy: (text(workload['status']) || 'HEALTHY') === 'HEALTHY',
    hostNetwork: workload['networkMode'] === 'HOST_NETWORK',
    capacity: Number(workload['capacity'] ?? 1),
    services: Object.fromEntries(
      Object.entries(object(workload['services']))
        .map(([key, list]) => [key, portsOf(object(list)['ports'])] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    policies: texts(workload['authorizationPolicies']).sort(),
  };
}

function serviceFields(service: Json): Json {
  const balancing = object(service['loadBalancing']);
  return {
    name: text(service['name']),
    vips: objects(service['addresses']).map(vip).sort(),
    ports: objects(service['ports'])
      .map((port) => `${portText(port)} ${text(port['appProtocol'])}`)
      .sort(),
    waypoint: gatewayAddress(service['waypoint'], spelled),
    weighted: objects(service['weightedWaypoints']).map((one) => [
      gatewayAddress(one['destination'], rawAddress),
      Number(one['weight'] ?? 0),
    ]),
    subjectAltNames: texts(service['subjectAltNames']).sort(),
    mode: (text(balancing['mode']) || 'UNSPECIFIED_MODE').replace('UNSPECIFIED_MODE', 'STANDARD'),
    scopes: texts(balancing['routingPreference']),
    healthPolicy: text(balancing['healthPolicy']) || 'ONLY_HEALTHY',
    ipFamilies: text(service['ipFamilies']) || 'AUTOMATIC',
    canonical: service['canonical'] === true,
    visibility: text(service['visibility']) || 'PUBLIC',
    ingressUseWaypoint: service['ingressUseWaypoint'] === true,
  };
}

function portsOf(list: unknown): string[] {
  return objects(list).map(portText).sort();
}

const portText = (port: Json): string => `${Number(port['servicePort'] ?? 0)}→${Number(port['targetPort'] ?? 0)}`;

function vip(address: Json): string {
  const length = address['length'] === undefined ? '' : `/${Number(address['length'])}`;
  return `${text(address['network'])}/${spelled(text(address['address']))}${length}`;
}

/** `namespace/host` or `network/ip`, with the port. */
function gatewayAddress(value: unknown, decode: (base64: string) => string): string | null {
  if (value === undefined || value === null) return null;
  const { hostname, address, hboneMtlsPort } = object(value);
  const [host, at] = [object(hostname), object(address)];
  const name =
    hostname === undefined
      ? `${text(at['network'])}/${decode(text(at['address']))}`
      : `${text(host['namespace'])}/${text(host['hostname'])}`;
  return `${name}:${Number(hboneMtlsPort ?? 0)}`;
}

/** The handler writes addresses as text, and protobuf's JSON makes base64 of it. */
const spelled = (base64: string): string => Buffer.from(base64, 'base64').toString();

/** Where the handler does not: the bytes of the address. */
export function rawAddress(base64: string): string {
  const bytes = [...Buffer.from(base64, 'base64')];
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: bytes.length / 2 }, (_, i) =>
    ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16),
  );
  // A host name of a URL is the shortest spelling.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** A1-A8: what ztunnel is given of a policy; groups, rules and matches in their order. */
function policyFields(policy: Json): Json {
  return {
    scope: text(policy['scope']) || 'GLOBAL',
    action: text(policy['action']) || 'ALLOW',
    dryRun: policy['dryRun'] === true,
    groups: objects(policy['groups']).map((group) =>
      objects(group['rules']).map((rule) => objects(rule['matches']).map(matchFields)),
    ),
  };
}

function matchFields(match: Json): Json {
  return Object.fromEntries(
    Object.entries(match)
      .filter(([, values]) => Array.isArray(values) && values.length > 0)
      .map(([field, values]) => [field, withoutRepeats((values as unknown[]).map(matchValue))] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Values of one field are alternatives; istiod names an account once for each pod of a waypoint (A13). */
export function withoutRepeats(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)));
}

function matchValue(value: unknown): unknown {
  const fields = object(value);
  if (fields['address'] === undefined) return value;
  return { address: rawAddress(text(fields['address'])), length: Number(fields['length'] ?? 0) };
}

/** ST1-ST3: the conditions on the objects themselves that are istiod's. */
export function viewOfConditions(mesh: Mesh): View {
  const view: View = new Map();
  const { serviceEntries, workloadEntries, authorizationPolicies } = mesh.state;
  const services = mesh.services.all();
  const add = (
    kind: string,
    list: readonly { namespace: string; name: string; conditions: readonly Condition[] }[],
  ) => {
    for (const { namespace, name, conditions } of list)
      view.set(`conditions of ${kind} ${namespace}/${name}`, conditionFields(conditions));
  };
  add('Service', services);
  add('ServiceEntry', serviceEntries);
  add('WorkloadEntry', workloadEntries);
  add('AuthorizationPolicy', authorizationPolicies);
  return view;
}

const AMBIENT = new Set([
  'istio.io/WaypointBound',
  'istio.io/WaypointMissing',
  'istio.io/VisibilityApplied',
  'ZtunnelAccepted',
  'WaypointAccepted',
]);

function conditionFields(conditions: readonly Condition[]): Json {
  return Object.fromEntries(
    conditions
      .filter(({ type }) => AMBIENT.has(type))
      .sort((a, b) => (a.type < b.type ? -1 : 1))
      .map(({ type, status, reason, message }) => [type, { status, reason, message }]),
  );
}
