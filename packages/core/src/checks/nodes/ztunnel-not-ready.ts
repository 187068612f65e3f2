import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

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
  explains: ['redirection-pending', 'capture-annotation-stale', 'cni-sandbox-failure'],
  why: 'ztunnel is ready only when it has met istiod once and when every pod of its node is served. One bad pod makes it not ready while the others keep working.',
  notProof: 'By itself it stops no pod that ztunnel serves; the pod asked about is looked up first.',
  cite: 'Z3; ztunnel: src/readiness.rs',
  detect(mesh) {
    return [...mesh.pods.ztunnels.values()].flat().flatMap((pod) => {
      const said = mesh.readiness.get(nameOf(pod));
      if (pod.deletedAt !== null || pod.phase !== 'Running' || (pod.ready && said?.ready !== false)) return [];
      const pending = said?.pending ?? [];
      const subject = ref('Pod', pod.namespace, pod.name);
      const ready = conditionOf(pod.conditions, 'Ready');
      return [
        {
          subject,
          severity: severityOf(pending, mesh.dumps.get(nameOf(pod))),
          sentence: `ztunnel on node \`${pod.node}\` reports that it is not ready${pending.length > 0 ? `: waiting for ${pending.join(', ')}` : ''}.`,
          evidence: [
            field(subject, 'status.conditions Ready', ready?.status ?? String(pod.ready), 'True', ready?.since ?? null),
            ...(said
              ? [
                  reading(
                    'ztunnel-ready',
                    said.pod,
                    pending.length > 0 ? `pending: ${pending.join(', ')}` : 'not ready',
                    'ready',
                    said.at,
                    1,
                  ),
                ]
              : []),
          ],
          objects: [ref('Node', '', pod.node)],
          since: ready?.since ?? null,
          fix: [
            pending.includes('state manager')
              ? remedy(
                  'It never met istiod: check that port 15012 of istiod is reachable from the node.',
                  `kubectl -n ${pod.namespace} logs ${pod.name} | grep -i xds`,
                )
              : remedy(
                  'A pod of the node is not served, or istio-cni is not connected.',
                  `kubectl -n ${pod.namespace} logs ${pod.name} | tail -50`,
                ),
          ],
        },
      ];
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
