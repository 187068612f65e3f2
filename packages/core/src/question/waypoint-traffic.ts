/** What traffic a waypoint carries: what is bound to it, who passes it, who passes it by and why, and what it enforces. */
import { type Static, Type } from 'typebox';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import {
  healthyPodsOfGateway,
  isWaypointGateway,
  podsOfGateway,
  trafficTypeOf,
  waypointAddressOf,
} from '../mesh/waypoint/waypoint.ts';
import type { SkippedBecause } from '../path/facts.ts';
import { Verdict } from '../path/hop-kind.ts';
import { analyze } from '../report/analyze.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { formatAsk } from '../state/path-query.ts';
import { Ref } from '../state/ref.ts';
import { nameOf, ref } from '../state/refs.ts';
import { type Bound, boundTo } from './bound-objects.ts';
import { enforcedBy } from './enforced-by.ts';
import { unreadKinds } from './unread-kinds.ts';

export const WaypointCall = Type.Object({
  /** `web/frontend -> shop/cart:80` */
  ask: Type.String(),
  verdict: Verdict,
  passes: Type.Boolean(),
  /** why it does not, in plain words; '' where it does */
  why: Type.String(),
});
export type WaypointCall = Static<typeof WaypointCall>;

export const WaypointTraffic = Type.Object({
  waypoint: Ref,
  sentence: Type.String(),
  /** `service`, `workload`, `all` or `none` (W4) */
  trafficType: Type.String(),
  pods: Type.Integer(),
  readyPods: Type.Integer(),
  /** why nothing can pass it; empty where all is well */
  problems: Type.Array(Type.String()),
  bound: Type.Array(
    Type.Object({
      object: Ref,
      /** the label that binds it stands on the object itself or on its namespace */
      level: Type.Enum(['object', 'namespace']),
      /** why no traffic to it uses the waypoint all the same; '' = it does */
      unused: Type.String(),
    }),
  ),
  /** known calls to what is bound */
  calls: Type.Array(WaypointCall),
  /** policies and routes that it enforces, and for what; no object = for everything that passes it */
  enforces: Type.Array(Type.Object({ object: Ref, for: Type.Array(Ref) })),
  notKnown: Type.Array(Type.String()),
  asOf: Type.String(),
});
export type WaypointTraffic = Static<typeof WaypointTraffic>;

/** The answer, or the sentence that says why there is none. */
export function waypointTraffic(
  state: MeshState,
  namespace: string,
  name: string,
): { ok: true; value: WaypointTraffic } | { ok: false; reason: string } {
  const mesh = meshOf(state);
  const gateway = mesh.gateways.get(`${namespace}/${name}`);
  if (!gateway) {
    const gap = gapOf(mesh, 'Gateway', namespace);
    const reason = gap
      ? `Whether there is a Gateway ${namespace}/${name} is not known: ${gap.why}.`
      : `There is no Gateway ${namespace}/${name}.`;
    return { ok: false, reason };
  }
  const bound = [...boundTo(mesh, gateway)].map(({ object, level, unused }) => ({ object, level, unused }));
  const calls = callsOf(state, mesh, gateway, bound);
  const [pods, ready] = [podsOfGateway(mesh, gateway).length, healthyPodsOfGateway(mesh, gateway).length];
  const value: WaypointTraffic = {
    waypoint: ref('Gateway', namespace, name),
    sentence: sentenceOf(gateway, bound, calls),
    trafficType: trafficTypeOf(mesh, gateway),
    pods,
    readyPods: ready,
    problems: problemsOf(mesh, gateway, ready),
    bound,
    calls,
    enforces: enforcedBy(mesh, gateway),
    notKnown: unreadKinds(mesh, ['Service', 'ServiceEntry', 'Namespace', 'Pod', 'AuthorizationPolicy']),
    asOf: state.takenAt,
  };
  return { ok: true, value };
}

/** W1-W3, W13. */
function problemsOf(mesh: Mesh, gateway: Gateway, ready: number): string[] {
  return [
    ...(isWaypointGateway(mesh, gateway)
      ? []
      : [`Its class ${gateway.className} is not one of waypoints: what is bound to it gets no answer.`]),
    ...(gateway.addresses.length === 0 ? ['It has no address yet, so nothing can be bound to it.'] : []),
    ...(gateway.addresses.length > 0 && waypointAddressOf(gateway) === null
      ? ['None of its addresses can be told to ztunnel: calls go past it.']
      : []),
    ...(ready === 0 && gateway.addresses.length > 0 && gapOf(mesh, 'Pod', gateway.namespace) === null
      ? ['None of its pods is ready: every call that must pass it fails.']
      : []),
    ...(trafficTypeOf(mesh, gateway) === 'none' ? ['It is for no traffic at all (label istio.io/waypoint-for).'] : []),
  ];
}

/** Calls that are known of, by the graph: whoever else may call is told by who-can-reach. */
function callsOf(state: MeshState, mesh: Mesh, gateway: Gateway, bound: readonly Bound[]): WaypointCall[] {
  const report = analyze(state);
  const targets = new Set(bound.map(({ object }) => `${object.kind} ${nameOf(object)}`));
  const nodes = new Set(
    report.graph.nodes
      .filter(({ ref: own, workloads }) => [own, ...workloads].some((one) => targets.has(`${one.kind} ${nameOf(one)}`)))
      .map(({ id }) => id),
  );
  const name = nameOf(gateway);
  return report.graph.links
    .filter(({ to }) => nodes.has(to))
    .map(({ id, query }) => {
      const { verdict, waypoint } = report.links[id]!;
      const passes = waypoint === name;
      return { ask: formatAsk(query), verdict, passes, why: passes ? '' : whySkipped(mesh, query) };
    });
}

const SKIPS: Readonly<Record<SkippedBecause, string>> = {
  'unmeshed-client': 'the caller is outside the mesh',
  'sidecar-client': 'the caller has a sidecar and chooses the pod itself',
  ingress: 'gateways pass it by unless the Service asks for it (istio.io/ingress-use-waypoint)',
  'pod-address': 'the call is to the address of a pod',
  headless: 'the Service is headless: its pods are called by their own addresses',
  udp: 'the port is UDP',
  'no-address': 'the waypoint publishes no address that the mesh could use',
};

function whySkipped(mesh: Mesh, query: Parameters<typeof judgePath>[1]): string {
  const judgement = judgePath(mesh, query);
  const skipped = judgement.judged.find(({ trace }) => trace.skipped !== null)?.trace.skipped;
  if (skipped) return SKIPS[skipped];
  if (judgement.refusal) return judgement.refusal.sentence.replace(/\.$/, '');
  return judgement.verdict === 'unknown'
    ? 'whether it does is not known'
    : 'the Service is bound elsewhere, or only its workloads are';
}

function sentenceOf(gateway: Gateway, bound: readonly Bound[], calls: readonly WaypointCall[]): string {
  const what = `Waypoint \`${nameOf(gateway)}\``;
  if (bound.length === 0) return `${what} carries nothing: no object is bound to it.`;
  const passing = calls.filter(({ passes }) => passes).length;
  const used = bound.filter(({ unused }) => unused === '').length;
  const share =
    calls.length === 0 ? 'no call to these is known' : `${passing} of ${calls.length} known calls to these pass it`;
  const rest = used < bound.length ? `, ${bound.length - used} of which no traffic uses` : '';
  return `${what} serves ${bound.length} ${bound.length === 1 ? 'object' : 'objects'}${rest}; ${share}.`;
}
