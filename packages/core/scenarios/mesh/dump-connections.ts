import { endpointsOf } from './dump-state.ts';
import { entryAddresses, vipOf } from './emit-services.ts';
import { hashText, splitRef } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { hostOf, isHealthy, targetPort } from './plan.ts';
import type { Call, GatewaySpec, ServiceEntrySpec, ServiceSpec } from './spec.ts';
import { bindService } from './waypoint-binding.ts';

interface Flow {
  client: PodPlan;
  source: string;
  /** Address and port the client dialled. */
  asked: string;
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
        ? [
            {
              src: flow.server.from,
              originalDst: flow.server.host,
              actualDst: `${pod.ip ?? ''}:${flow.server.port}`,
              protocol: 'HBONE',
            },
          ]
        : [],
    ),
    outbound: flows.flatMap((flow) =>
      flow.client === pod
        ? [{ src: flow.source, originalDst: flow.asked, actualDst: flow.actual, protocol: flow.protocol }]
        : [],
    ),
  };
}

const remembered = new WeakMap<MeshPlan, Flow[]>();

function flowsOf(plan: MeshPlan): Flow[] {
  const known = remembered.get(plan);
  if (known !== undefined) return known;
  const clients = plan.pods.filter((pod) => isHealthy(pod) && pod.live && isServed(plan, pod));
  const flows = clients.flatMap((client) => client.workload.calls.flatMap((call) => flowOf(plan, client, call)));
  remembered.set(plan, flows);
  return flows;
}

/** Z6: without a ztunnel on its node a captured pod has no connections. */
function isServed(plan: MeshPlan, pod: PodPlan): boolean {
  if (pod.workload.sidecar) return true;
  const ztunnel = plan.pods.find((one) => one.workload.name === 'ztunnel' && one.node === pod.node);
  return pod.live && ztunnel?.ready === true;
}

function isQuiet(plan: MeshPlan, client: PodPlan, call: Call): boolean {
  return plan.spec.quiet.includes(`${client.namespace}/${client.workload.name} ${call.target}:${call.port}`);
}

function flowOf(plan: MeshPlan, client: PodPlan, call: Call): Flow[] {
  if (isQuiet(plan, client, call)) return [];
  const source = sourceOf(client, call.target);
  if (!call.target.includes('/')) return externalFlow(plan, client, call, source);
  const ref = splitRef(call.target);
  const service = plan.spec.services.find((one) => one.namespace === ref.namespace && one.name === ref.name);
  const port = service?.ports.find((one) => one.port === call.port);
  if (service === undefined || port === undefined) return [];
  const server = pick(endpointsOf(plan, service), client.uid);
  const target = server === undefined ? undefined : targetPort(server, port);
  if (server === undefined || target === undefined || (server.hbone && !isServed(plan, server))) return [];
  const hop = nextHop(plan, service, client);
  if (hop === 'none') return [];
  const host = `${hostOf(service.namespace, service.name)}:${call.port}`;
  const asked = `${vipOf(service) ?? addressOf(server)}:${call.port}`;
  const from = hop === undefined ? source : sourceOf(hop, server.uid);
  return [
    {
      client,
      source,
      asked,
      ...lastStep(hop, server, target),
      ...(server.live ? { server: { pod: server, port: target, from, host } } : {}),
    },
  ];
}

function lastStep(hop: PodPlan | undefined, server: PodPlan, target: number): Pick<Flow, 'actual' | 'protocol'> {
  if (hop !== undefined) return { actual: `${addressOf(hop)}:15008`, protocol: 'HBONE' };
  if (server.hbone) return { actual: `${addressOf(server)}:15008`, protocol: 'HBONE' };
  return { actual: `${addressOf(server)}:${target}`, protocol: 'TCP' };
}

function addressOf(pod: PodPlan): string {
  return pod.ip ?? '';
}

function sourceOf(pod: PodPlan, key: string): string {
  return `${addressOf(pod)}:${40_000 + (hashText(`${pod.uid}/${key}`) % 20_000)}`;
}

/** The waypoint pod a Service's traffic takes; `none`: there should be one and is not (W13). */
function nextHop(
  plan: MeshPlan,
  service: ServiceSpec | ServiceEntrySpec,
  client: PodPlan,
): PodPlan | 'none' | undefined {
  if ('headless' in service && service.headless) return undefined;
  const { waypoint } = bindService(plan.spec, service);
  return waypoint === undefined ? undefined : (pick(proxiesOf(plan, waypoint), client.uid) ?? 'none');
}

function externalFlow(plan: MeshPlan, client: PodPlan, call: Call, source: string): Flow[] {
  const entry = plan.spec.serviceEntries.find((one) => one.hosts.includes(call.host));
  const address = entry === undefined ? undefined : entryAddresses(entry)[0];
  if (entry === undefined || address === undefined) return [];
  const asked = `${address}:${call.port}`;
  const hop = nextHop(plan, entry, client);
  if (hop === 'none') return [];
  if (hop === undefined) return [{ client, source, asked, actual: `198.51.100.7:${call.port}`, protocol: 'TCP' }];
  return [{ client, source, asked, actual: `${addressOf(hop)}:15008`, protocol: 'HBONE' }];
}

function proxiesOf(plan: MeshPlan, waypoint: GatewaySpec): PodPlan[] {
  return plan.pods.filter(
    (pod) => pod.workload.gateway === waypoint.name && pod.namespace === waypoint.namespace && isHealthy(pod),
  );
}

function pick(pods: readonly PodPlan[], key: string): PodPlan | undefined {
  return pods[hashText(key) % Math.max(pods.length, 1)];
}
