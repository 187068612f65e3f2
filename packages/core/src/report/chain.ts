/** The dependency chain istiod → istio-cni → ztunnel → waypoints → gateways, with what hangs on every part of it. */
import { causeKey, persistenceOf } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { hasHeld } from '../checks/evidence.ts';
import type { MeshGraph } from '../graph/mesh-graph.ts';
import { capturedByNode } from '../mesh/enrolment/captured.ts';
import { ingressGateways } from '../mesh/gateway/gateway.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { healthyPodsOfGateway, isWaypointGateway, podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import { ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod } from '../state/kubernetes.ts';
import { conditionOf } from '../state/metadata.ts';
import { nameOf, type Ref } from '../state/refs.ts';
import { countBlasts, type Reach } from './blast-radius.ts';
import type { MeshFindings } from './mesh-findings.ts';
import type { Cell, ChainStage } from './mesh-report.ts';

type Draft = Omit<Cell, 'blast' | 'causes' | 'state'> & { subjects: Ref[]; state: Cell['state']; reach: Reach };

/** CP5: the chain in order of dependency; a stage without members says so. */
export function buildChain(mesh: Mesh, findings: MeshFindings, graph: MeshGraph): ChainStage[] {
  const blastOf = countBlasts(mesh, graph);
  const finish = (draft: Draft): Cell => {
    const own = draft.subjects.flatMap((subject) => findings.on(subject));
    const lasting = own.filter((detection) => !findings.isYoung(detection, 'link'));
    const mayPass = lasting.length < own.length;
    return {
      id: draft.id,
      title: draft.title,
      state: worse(mayPass && draft.state === 'broken' ? 'unknown' : draft.state, lasting),
      detail: own[0]?.sentence ?? draft.detail,
      causes: own.map(causeKey),
      blast: blastOf(draft.reach),
    };
  };
  const waypoints = mesh.state.gateways.filter((gateway) => isWaypointGateway(mesh, gateway));
  return [
    stage(
      'istiod',
      'Control plane',
      'istiod',
      mesh.pods.istiods.map((pod) => istiodCell(mesh, pod)).map(finish),
      gapOf(mesh, 'Pod', mesh.rootNamespace)?.why,
    ),
    stage(
      'cni',
      'Enrolment',
      'istio-cni',
      meshedNodes(mesh)
        .map((node) => agentCell(mesh, node))
        .map(finish),
      gapOf(mesh, 'Pod')?.why,
    ),
    stage(
      'ztunnel',
      'Node proxies',
      'ztunnel',
      meshedNodes(mesh)
        .map((node) => ztunnelCell(mesh, node))
        .map(finish),
      gapOf(mesh, 'Pod')?.why,
    ),
    stage(
      'waypoint',
      'Waypoints',
      'waypoints',
      waypoints.map((gateway) => gatewayCell(mesh, gateway, 'waypoint')).map(finish),
      gapOf(mesh, 'Gateway')?.why,
    ),
    stage(
      'gateway',
      'Gateways',
      'gateways',
      ingressGateways(mesh)
        .map((gateway) => gatewayCell(mesh, gateway, 'gateway'))
        .map(finish),
      gapOf(mesh, 'Gateway')?.why,
    ),
  ];
}

function worse(state: Cell['state'], findings: readonly Detection[]): Cell['state'] {
  if (state === 'broken' || findings.some((finding) => finding.severity === 'broken')) return 'broken';
  if (findings.some((finding) => finding.severity === 'degraded')) return 'degraded';
  return state;
}

function stage(id: ChainStage['id'], title: string, noun: string, cells: Cell[], gap: string | undefined): ChainStage {
  return cells.length === 0 ? emptyStage(id, title, noun, gap) : { id, title, ...summaryOf(noun, cells), cells };
}

/** No member: unknown where they cannot be seen; without istiod or ztunnel there is no mesh; the rest is not needed. */
function emptyStage(id: ChainStage['id'], title: string, noun: string, gap: string | undefined): ChainStage {
  const base = { id, title, cells: [] };
  if (gap) return { ...base, headline: `${noun} unknown`, detail: `cannot be seen: ${gap}`, state: 'unknown' };
  const isNeeded = id === 'istiod' || id === 'ztunnel';
  const headline = `no ${noun}`;
  return isNeeded
    ? { ...base, headline, detail: 'none runs here', state: 'broken' }
    : { ...base, headline, detail: 'none', state: 'ok' };
}

const BY_HARM = ['broken', 'degraded', 'unknown'] as const;

function summaryOf(noun: string, cells: readonly Cell[]): Pick<ChainStage, 'headline' | 'detail' | 'state'> {
  const count = (...states: Cell['state'][]): number => cells.filter((cell) => states.includes(cell.state)).length;
  const unknown = count('unknown');
  const state = BY_HARM.find((candidate) => count(candidate) > 0) ?? 'ok';
  const lead = state === 'ok' ? undefined : cells.find((cell) => cell.state === state);
  return {
    headline: `${noun} ${count('ok', 'degraded')} of ${cells.length}${unknown > 0 ? `, ${unknown} unknown` : ''}`,
    detail: lead ? `${lead.title}: ${lead.detail}` : 'all well',
    state,
  };
}

/** Nodes that host captured pods, a ztunnel or an istio-cni agent. */
function meshedNodes(mesh: Mesh): string[] {
  const names = new Set([...mesh.pods.ztunnels.nodes, ...mesh.pods.cniAgents.nodes]);
  for (const node of capturedByNode(mesh).keys()) names.add(node);
  names.delete('');
  return [...names].sort();
}

/** A pod that is not ready for seconds only, as in a rollout, is neither well nor broken. */
function readinessOf(mesh: Mesh, pods: readonly Pod[]): 'ok' | 'broken' | 'unknown' {
  if (pods.some((pod) => pod.ready)) return 'ok';
  const hasJustBegun = (pod: Pod): boolean => {
    const since = conditionOf(pod.conditions, 'Ready')?.since ?? pod.createdAt;
    return !hasHeld(since, mesh.takenAt, persistenceOf(undefined));
  };
  return pods.some(hasJustBegun) ? 'unknown' : 'broken';
}

const podRef = (pod: Pod): Ref => ({ kind: 'Pod', namespace: pod.namespace, name: pod.name });

function istiodCell(mesh: Mesh, pod: Pod): Draft {
  const synced = mesh.state.syncStatus.find((status) => status.pod === nameOf(pod));
  const refuses = pod.ready && mesh.state.istiodReadiness.some((said) => said.pod === nameOf(pod) && !said.ready);
  const detail = !pod.ready
    ? 'not ready'
    : refuses
      ? 'says itself that it is not ready, while Kubernetes still takes it for ready'
      : synced
        ? `${synced.proxies.length} proxies connected`
        : 'ready; what it sent to proxies was not read';
  return {
    id: `istiod:${nameOf(pod)}`,
    title: pod.name,
    state: refuses ? 'degraded' : readinessOf(mesh, [pod]),
    detail,
    subjects: [podRef(pod), { kind: 'Deployment', namespace: pod.namespace, name: pod.workload.name }],
    reach: { kind: 'mesh' },
  };
}

function agentCell(mesh: Mesh, node: string): Draft {
  const pod = mesh.pods.cniAgents.get(node)?.[0];
  const state = readinessOf(mesh, pod ? [pod] : []);
  const detail = pod ? (pod.ready ? 'ready' : 'not ready: new pods cannot join') : 'no agent: new pods cannot join';
  return {
    id: `cni:${node}`,
    title: node,
    state,
    detail,
    subjects: pod
      ? [podRef(pod), { kind: 'Node', namespace: '', name: node }]
      : [{ kind: 'Node', namespace: '', name: node }],
    reach: { kind: 'new-pods', node },
  };
}

function ztunnelCell(mesh: Mesh, node: string): Draft {
  const ztunnel = ztunnelOn(mesh, node);
  const running = ztunnel.pods.some((pod) => pod.ready);
  const subjects = [...ztunnel.pods.map(podRef), { kind: 'Node', namespace: '', name: node }];
  const reach: Reach = { kind: 'node', node };
  if (ztunnel.pods.length === 0)
    return { id: `ztunnel:${node}`, title: node, state: 'broken', detail: 'no ztunnel runs there', subjects, reach };
  if (!running)
    return {
      id: `ztunnel:${node}`,
      title: node,
      state: readinessOf(mesh, ztunnel.pods),
      detail: 'not ready',
      subjects,
      reach,
    };
  if (!ztunnel.dump)
    return {
      id: `ztunnel:${node}`,
      title: node,
      state: 'unknown',
      detail: `its pod is ready, but ${ztunnel.dumpGap?.why ?? 'it was not read'}`,
      subjects,
      reach,
    };
  const up = ztunnel.dump.proxies.filter((proxy) => proxy.state === 'Up').length;
  return { id: `ztunnel:${node}`, title: node, state: 'ok', detail: `serves ${up} pods`, subjects, reach };
}

function gatewayCell(mesh: Mesh, gateway: Gateway, kind: 'waypoint' | 'gateway'): Draft {
  const pods = podsOfGateway(mesh, gateway);
  const healthy = healthyPodsOfGateway(mesh, gateway).length;
  const subjects: Ref[] = [{ kind: 'Gateway', namespace: gateway.namespace, name: gateway.name }];
  const neverReady = kind === 'waypoint' && gateway.addresses.length === 0;
  const state: Cell['state'] = neverReady ? 'broken' : healthy > 0 ? 'ok' : readinessOf(mesh, pods);
  const detail = neverReady ? 'was never ready: traffic goes past it' : `${healthy} of ${pods.length} pods ready`;
  return {
    id: `${kind}:${nameOf(gateway)}`,
    title: nameOf(gateway),
    state,
    detail,
    subjects,
    reach: { kind, name: nameOf(gateway) },
  };
}
