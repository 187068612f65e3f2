import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { matchesSelector } from '../../mesh/service/selector.ts';
import type { Namespace } from '../../state/kubernetes.ts';
import type { LabelSelector } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import { relabelled, type SuggestedChange } from '../change.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 12 (E13): captured pods in a namespace that istiod is told to ignore. */
export const discoverySelectorExcludesNamespace: Check = {
  id: 'discovery-selector-excludes-namespace',
  number: 12,
  stage: 'control-plane',
  title: 'istiod ignores a namespace whose pods are captured',
  blame: 'configuration',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Namespace', 'Pod', 'ConfigMap'],
  explains: ['unknown-local-workload'],
  why: 'istio-cni captures pods by namespace labels and does not read discoverySelectors; istiod does, and then knows nothing of those pods.',
  notProof: 'Selectors that match, or none at all.',
  cite: 'E13; ztunnel: src/proxy.rs',
  detect(mesh) {
    const selectors = mesh.state.meshConfig?.discoverySelectors;
    if (!selectors || selectors.length === 0) return [];
    return mesh.state.namespaces
      .filter((ns) => !selectors.some((selector) => matchesSelector(selector, ns.labels)))
      .filter((ns) => (mesh.pods.byNamespace.get(ns.name) ?? []).some(isRedirected))
      .map((ns) => {
        const subject = ref('Namespace', '', ns.name);
        return {
          subject,
          sentence: `Pods in namespace \`${ns.name}\` are captured by ztunnel, but istiod is told to ignore that namespace, so their calls fail.`,
          evidence: [
            field(
              ref('ConfigMap', mesh.rootNamespace, 'istio'),
              'mesh.discoverySelectors',
              'no selector matches',
              `a selector for the labels of ${ns.name}`,
            ),
          ],
          fix: [
            remedy(
              'Give the namespace a label that a discovery selector matches, or take it out of the mesh.',
              `kubectl get configmap istio -n ${mesh.rootNamespace} -o yaml`,
              ...discovered(ns, selectors[0]!),
            ),
          ],
        };
      });
  },
  onPath: (_mesh, trace, hop, found) => {
    const pod = hop.kind === 'source-ztunnel' ? trace.caller.pod : trace.destination;
    return pod?.namespace === found.subject.name ? 'broken' : null;
  },
};

/** The label of a selector that asks for one alone. */
function discovered({ name, labels }: Namespace, { matchLabels, matchExpressions }: LabelSelector): SuggestedChange[] {
  const [first, ...more] = Object.entries(matchLabels);
  if (!first || more.length > 0 || matchExpressions.length > 0) return [];
  return [relabelled(ref('Namespace', '', name), labels, first[0], first[1])];
}
