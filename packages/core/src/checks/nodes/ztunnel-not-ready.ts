import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump, ZtunnelReadiness } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence, Remedy } from '../detection.ts';
import { field, hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 26 (Z3): ztunnel says that it is not ready, and for what. */
export const ztunnelNotReady: Check = {
  id: 'ztunnel-not-ready',
  number: 26,
  stage: 'nodes',
  title: 'ztunnel is not ready',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Pod'],
  uses: ['ztunnel-config', 'ztunnel-ready'],
  explains: [
    'redirection-pending',
    'destination-redirection-pending',
    'capture-annotation-stale',
    'cni-sandbox-failure',
    'hbone-refused',
  ],
  why: 'ztunnel is ready only when it has met istiod once and when every pod of its node is served. One bad pod makes it not ready while the others keep working.',
  notProof: 'The first minute. By itself it stops no pod that ztunnel serves; the pod asked about is looked up first.',
  cite: 'Z3; ztunnel: src/readiness.rs',
  detect(mesh) {
    return mesh.pods.ztunnels.all().flatMap((pod) => {
      const said = mesh.readiness.get(nameOf(pod));
      const runs = pod.deletedAt === null && pod.phase === 'Running';
      const isUnready = (!pod.ready && hasHeld(unreadySince(pod), mesh.takenAt, 60)) || isRefusing(pod, said);
      return runs && isUnready ? [finding(pod, said, mesh.dumps.get(nameOf(pod)))] : [];
    });
  },
  onPath: (_mesh, trace, hop, found) => {
    const served = hop.kind === 'source-ztunnel' ? trace.served : trace.receivedBy;
    if (found.severity === 'broken') return 'broken';
    if (served?.proxy?.state === 'Up') return 'latent';
    return served?.ztunnel.dump ? 'broken' : 'degraded';
  },
};

/** Never synced is a stop; one bad pod among served ones is a note, as that pod has a finding of its own (Z3). */
function severityOf(pending: readonly string[], dump: ZtunnelDump | undefined): 'broken' | 'degraded' | 'latent' {
  if (pending.includes('state manager')) return 'broken';
  return dump?.proxies.some((proxy) => proxy.state === 'Up') ? 'latent' : 'degraded';
}

const unreadySince = (pod: Pod): string | null => conditionOf(pod.conditions, 'Ready')?.since ?? null;

/** Its own word, while the kubelet still calls it ready. */
const isRefusing = (pod: Pod, said: ZtunnelReadiness | undefined): boolean => pod.ready && said?.ready === false;

function finding(pod: Pod, said: ZtunnelReadiness | undefined, dump: ZtunnelDump | undefined): Found {
  const subject = ref('Pod', pod.namespace, pod.name);
  const pending = said?.pending ?? [];
  const waits = pending.length > 0 ? `: waiting for ${pending.join(', ')}` : '';
  const since = unreadySince(pod);
  return {
    subject,
    severity: severityOf(pending, dump),
    sentence: `ztunnel on node \`${pod.node}\` reports that it is not ready${waits}.`,
    evidence: evidenceOf(pod, said),
    objects: [ref('Node', '', pod.node)],
    since,
    fix: [pending.includes('state manager') ? neverSynced(pod) : notServing(pod)],
  };
}

function evidenceOf(pod: Pod, said: ZtunnelReadiness | undefined): Evidence[] {
  const ready = conditionOf(pod.conditions, 'Ready');
  const status = ready?.status ?? String(pod.ready);
  const own = field(
    ref('Pod', pod.namespace, pod.name),
    'status.conditions Ready',
    status,
    'True',
    ready?.since ?? null,
  );
  if (!said) return [own];
  const observed = said.pending.length > 0 ? `pending: ${said.pending.join(', ')}` : 'not ready';
  return [own, reading('ztunnel-ready', said.pod, observed, 'ready', said.at, 1)];
}

const neverSynced = ({ namespace, name }: Pod): Remedy =>
  remedy(
    'It never met istiod: check that port 15012 of istiod is reachable from the node.',
    `kubectl -n ${namespace} logs ${name} | grep -i xds`,
  );

const notServing = ({ namespace, name }: Pod): Remedy =>
  remedy(
    'A pod of the node is not served, or istio-cni is not connected.',
    `kubectl -n ${namespace} logs ${name} | tail -50`,
  );
