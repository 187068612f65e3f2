import { DATAPLANE_MODE, hasSidecar } from '../../mesh/enrolment.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 39 (E11, P13): injection and ambient asked for in one namespace. */
export const mixedSidecarAmbient: Check = {
  id: 'mixed-sidecar-ambient',
  number: 39,
  stage: 'client',
  title: 'Pods have sidecars although their namespace is ambient',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['client', 'destination'],
  tier: 0,
  needs: ['Pod', 'Namespace'],
  why: 'A namespace with both labels gives new pods a sidecar, and a pod with a sidecar is never captured: it goes past the waypoints of others.',
  notProof: 'A namespace whose label asks for sidecars only, or a pod that asks for its sidecar itself.',
  cite: 'E11, P13; Kiali KIA1311',
  detect(mesh) {
    return mesh.state.namespaces
      .filter(
        (ns) =>
          ns.labels[DATAPLANE_MODE] === 'ambient' &&
          (ns.labels['istio-injection'] === 'enabled' || ns.labels['istio.io/rev'] !== undefined),
      )
      .filter((ns) => (mesh.pods.byNamespace.get(ns.name) ?? []).some(hasSidecar))
      .map((ns) => {
        const subject = ref('Namespace', '', ns.name);
        const pods = (mesh.pods.byNamespace.get(ns.name) ?? []).filter(hasSidecar);
        const label = ns.labels['istio-injection'] === 'enabled' ? 'istio-injection' : 'istio.io/rev';
        return {
          subject,
          sentence: `Namespace \`${ns.name}\` asks for sidecars and for ambient at once; its ${pods.length} pods with a sidecar skip the waypoints of the services they call.`,
          evidence: [
            field(subject, `label ${label}`, ns.labels[label] ?? ''),
            field(subject, `label ${DATAPLANE_MODE}`, 'ambient'),
          ],
          fix: [
            remedy(
              'Remove the injection label and restart the pods.',
              `kubectl label namespace ${ns.name} ${label}-; kubectl -n ${ns.name} rollout restart deployment`,
            ),
          ],
        };
      });
  },
};
