import { entryAddresses, vipOf } from './emit-services.ts';
import { endpointsOf } from './dump-state.ts';
import { hashText, splitRef } from './identity.ts';
import { hostOf, isHealthy, targetPort } from './plan.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import type { Call, GatewaySpec } from './spec.ts';
import { bindService } from './waypoint-binding.ts';

interface Flow {
  client: PodPlan;
  source: string;
  /** Address and port the client dialled. */
  asked: string;
  host: string;
  /** The pod that takes the connection next: a waypoint's or the destination's. */
  next?: PodPlan;
  actual: string;
  protocol: 'HBONE' | 'TCP';
  server?: { pod: PodPlan; port: number; from: string; host: string };
}

/** The open connections of one pod, drawn from the declared calls of all. */
export function connectionsOf(plan: MeshPlan, pod: PodPlan): { inbound: unknown[]; outbound: unknown[] } {
  if (!plan.spec.traffic) return { inbound: [], outbound: [] };
  const flows = flowsOf(plan);
  return {
    inbound: flows.flatMap((flow) =>
      flow.server?.pod === pod
        ? [{
            src: flow.server.from, originalDst: flow.server.host, actualDst: `${pod.ip ?? ''}:${flow.server.port}`, protocol: 'HBONE',
          }]
        : []),
    outbound: flows.flatMap((flow) =>
      flow.client === pod ? [{ src: flow.source, originalDst: flow.asked, actualDst: flow.actual, protocol: flow.protocol }] : []),
  };
}

const remembered = new WeakMap<MeshPlan, Flow[]>();

function flowsOf(plan: MeshPlan): Flow[] {
  const known = remembered.get(plan);
  if (known !== undefined) return known;
  const clients = plan.pods.filter((pod) => pod.live && isHealthy(pod));
  const flows = clients.flatMap((client) => client.workload.calls.flatMap((call) => flowOf(plan, client, call)));
  remembered.set(plan, flows);
  return flows;
}

function isQuiet(plan: MeshPlan, client: PodPlan, call: Call): boolean {
  return plan.spec.quiet.includes(`${client.namespace}/${client.workload.name} ${call.target}:${call.port}`);
}

function flowOf(plan: MeshPlan, client: PodPlan, call: Call): Flow[] {
  if (isQuiet(plan, client, call)) return [];
  const source = `${client.ip ?? ''}:${40_000 + (hashText(`${client.uid}/${call.target}`) % 20_000)}`;
  if (!call.target.includes('/')) return externalFlow(plan, client, call, source);
  const ref = splitRef(call.target);
  const service = plan.spec.services.find((one) => one.namespace === ref.namespace && one.name === ref.name);
  const port = service?.ports.find((one) => one.port === call.port);
  if (service === undefined || port === undefined) return [];
  const server = pick(endpointsOf(plan, service), client.uid);
  if (server === undefined) return [];
  const target = targetPort(server, port);
  if (target === undefined) return [];
  const host = `${hostOf(service.namespace, service.name)}:${call.port}`;
  const asked = `${vipOf(service) ?? server.ip ?? ''}:${call.port}`;
  const { waypoint } = service.headless ? {} : bindService(plan.spec, service);
  const hop = waypoint === undefined ? undefined : pick(proxiesOf(plan, waypoint), client.uid);
  if (waypoint !== undefined && hop === undefined) return [];
  const next = hop ?? server;
  const tunnelled = hop !== undefined || server.hbone;
  const from = hop === undefined ? source : `${hop.ip ?? ''}:${40_000 + (hashText(`${hop.uid}/${server.uid}`) % 20_000)}`;
  return [{
    client, source, asked, host, next, actual: `${next.ip ?? ''}:${tunnelled ? 15008 : target}`, protocol: tunnelled ? 'HBONE' : 'TCP',
    ...(server.live ? { server: { pod: server, port: target, from, host } } : {}),
  }];
}

function externalFlow(plan: MeshPlan, client: PodPlan, call: Call, source: string): Flow[] {
  const entry = plan.spec.serviceEntries.find((one) => one.hosts.includes(call.host));
  const address = entry === undefined ? undefined : entryAddresses(entry)[0];
  if (entry === undefined || address === undefined) return [];
  const asked = `${address}:${call.port}`;
  const { waypoint } = bindService(plan.spec, entry);
  const hop = waypoint === undefined ? undefined : pick(proxiesOf(plan, waypoint), client.uid);
  if (waypoint !== undefined && hop === undefined) return [];
  if (hop === undefined) return [{ client, source, asked, host: call.host, actual: `198.51.100.7:${call.port}`, protocol: 'TCP' }];
  return [{ client, source, asked, host: call.host, next: hop, actual: `${hop.ip ?? ''}:15008`, protocol: 'HBONE' }];
}

function proxiesOf(plan: MeshPlan, waypoint: GatewaySpec): PodPlan[] {
  return plan.pods.filter(
    (pod) => pod.workload.gateway === waypoint.name && pod.namespace === waypoint.namespace && isHealthy(pod),
  );
}

function pick(pods: readonly PodPlan[], key: string): PodPlan | undefined {
  return pods[hashText(key) % Math.max(pods.length, 1)];
}
