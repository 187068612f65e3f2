/** The four ways in which a pod is said to be in the mesh, each by itself (E1-E6, Z5). */
import { capturedByNode } from '../mesh/enrolment/captured.ts';
import { captureAssumption, REDIRECTION, redirectionOf, shouldCapture } from '../mesh/enrolment/enrolment.ts';
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { sumOf } from '../mesh/told/component-metrics.ts';
import { isWhole } from '../mesh/ztunnel/stale-view.ts';
import { liveProxyOf, workloadIn, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { ZtunnelDump } from '../state/readings.ts';
import { nameOf } from '../state/refs.ts';
import type { EnrolmentWay } from './enrolment.ts';

export type PodWays = Readonly<Record<EnrolmentWay['way'], EnrolmentWay>>;

/** What each says, and by what. */
export function waysOf(mesh: Mesh, pod: Pod): PodWays {
  return { label: byLabel(mesh, pod), annotation: byAnnotation(pod), xds: byXds(mesh, pod), proxy: byProxy(mesh, pod) };
}

type Told = Pick<EnrolmentWay, 'state' | 'evidence'> & Partial<EnrolmentWay>;

const way = (name: EnrolmentWay['way'], told: Told): EnrolmentWay => ({ way: name, since: null, at: null, ...told });

/** E1-E3: what is asked for. Settings of istio-cni that were not read are told with the answer. */
function byLabel(mesh: Mesh, pod: Pod): EnrolmentWay {
  const gap = gapOf(mesh, 'Namespace');
  if (gap) return way('label', { state: 'unknown', evidence: gap.why });
  const { captured, why, evidence: field } = shouldCapture(mesh, pod);
  const evidence = field.startsWith('istio-cni-config') ? `${field}: ${why}` : field;
  const assumed = captureAssumption(mesh);
  return way('label', {
    state: captured ? 'yes' : 'no',
    evidence: assumed === null ? evidence : `${evidence}; ${assumed}`,
    since: evidence.startsWith('pod label') ? pod.createdAt : null,
  });
}

/** E4: what istio-cni wrote. */
function byAnnotation(pod: Pod): EnrolmentWay {
  const said = redirectionOf(pod);
  const evidence = said === 'absent' ? `annotation ${REDIRECTION} not set` : `annotation ${REDIRECTION}: ${said}`;
  return way('annotation', { state: said === 'enabled' ? 'yes' : 'no', evidence });
}

/** E5, Z5: what the pod's own ztunnel was told, else any ztunnel, else what istiod would tell. */
function byXds(mesh: Mesh, pod: Pod): EnrolmentWay {
  const { dump, dumpGap } = ztunnelOn(mesh, pod.node);
  const own = dump && (workloadIn(dump, pod.namespace, pod.name) || isWhole(dump)) ? dump : null;
  const view = own ?? mesh.state.ztunnelDumps.find(isWhole) ?? mesh.state.ambientViews[0];
  if (!view)
    return way('xds', { state: 'unknown', evidence: dumpGap?.why ?? 'what istiod tells ztunnels was not read' });
  const told = workloadIn(view, pod.namespace, pod.name);
  const evidence = told ? `protocol ${told.protocol} in what ${view.pod} says` : `not known to ${view.pod}`;
  return way('xds', { state: told?.protocol === 'HBONE' ? 'yes' : 'no', evidence, at: view.at });
}

/** E6: whether ztunnel runs a proxy for it; where its dump was not read, by how many it runs. */
function byProxy(mesh: Mesh, pod: Pod): EnrolmentWay {
  const { dump, dumpGap } = ztunnelOn(mesh, pod.node);
  if (dump?.hasProxies) return byLiveProxy(dump, pod);
  return (
    byCount(mesh, pod) ?? way('proxy', { state: 'unknown', evidence: dumpGap?.why ?? 'its dump does not list proxies' })
  );
}

function byLiveProxy(dump: ZtunnelDump, pod: Pod): EnrolmentWay {
  const proxy = liveProxyOf(dump, pod);
  const evidence = proxy ? `workloadState ${proxy.state} in ${dump.pod}` : `no workloadState in ${dump.pod}`;
  return way('proxy', { state: proxy?.state === 'Up' ? 'yes' : 'no', evidence, at: dump.at });
}

/** Where ztunnel runs none it runs none for this pod, and where it runs as many as the node has captured pods it has this one too. */
function byCount(mesh: Mesh, pod: Pod): EnrolmentWay | null {
  const { pods } = ztunnelOn(mesh, pod.node);
  if (pods.length !== 1) return null;
  const name = nameOf(pods[0]!);
  const [active, pending] = [
    sumOf(mesh, name, 'workload_manager_active_proxy_count'),
    sumOf(mesh, name, 'workload_manager_pending_proxy_count'),
  ];
  const captured = capturedByNode(mesh).get(pod.node) ?? 0;
  if (active === null) return null;
  const evidence = `${active} active proxies in ${name}, ${captured} captured pods on ${pod.node}`;
  const at = mesh.metrics.get(name)?.at ?? null;
  if (active === 0) return way('proxy', { state: 'no', evidence, at });
  const isAll = redirectionOf(pod) === 'enabled' && active === captured && (pending ?? 0) === 0;
  return way('proxy', { state: isAll ? 'yes' : 'unknown', evidence, at });
}
