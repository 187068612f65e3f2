import { istiodDeployments } from '../../mesh/flags.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 1: istiod was installed without ambient mode. */
export const ambientDisabledIstiod: Check = {
  id: 'ambient-disabled-istiod',
  number: 1,
  stage: 'control-plane',
  title: 'The control plane runs without ambient mode',
  blame: 'configuration',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Deployment', 'Pod'],
  uses: ['Namespace', 'ztunnel-config'],
  why: 'istiod tells ztunnel about pods, services and policies only when PILOT_ENABLE_AMBIENT is true.',
  notProof: 'An istiod whose environment was not seen, or whose ztunnels already know workloads, is not accused.',
  cite: 'istio: pilot/pkg/features/ambient.go',
  detect(mesh) {
    const ambient =
      mesh.pods.ztunnels.nodes.length > 0 ||
      mesh.state.namespaces.some((ns) => ns.labels['istio.io/dataplane-mode'] === 'ambient');
    if (!ambient || mesh.state.ztunnelDumps.some((dump) => dump.workloads.length > 0)) return [];
    return istiodDeployments(mesh)
      .filter(
        (item) =>
          item.labels['app'] === 'istiod' &&
          Object.keys(item.env).length > 0 &&
          item.env['PILOT_ENABLE_AMBIENT'] !== 'true',
      )
      .map((item) => {
        const subject = ref('Deployment', item.namespace, item.name);
        return {
          subject,
          certainty: mesh.state.ztunnelDumps.length > 0 ? ('confirmed' as const) : ('likely' as const),
          sentence: 'istiod was installed without ambient mode, so ztunnel gets no information about the mesh.',
          evidence: [field(subject, 'env PILOT_ENABLE_AMBIENT', item.env['PILOT_ENABLE_AMBIENT'] ?? 'not set', 'true')],
          fix: [
            remedy(
              'Install istiod with the ambient profile.',
              `helm upgrade ${item.name} istio/istiod -n ${item.namespace} --set profile=ambient --reuse-values`,
            ),
          ],
        };
      });
  },
};
