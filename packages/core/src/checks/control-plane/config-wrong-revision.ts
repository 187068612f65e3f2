import { isForRevision } from '../../mesh/enrolment/seen-config.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Labels } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 13 (S7): an object labelled for another control plane is ignored; tags are not resolved. */
export const configWrongRevision: Check = {
  id: 'config-wrong-revision',
  number: 13,
  stage: 'control-plane',
  title: 'Configuration is labelled for another control plane',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'destination-ztunnel', 'waypoint'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'ServiceEntry', 'WorkloadEntry', 'ConfigMap'],
  why: 'Policies, ServiceEntries and WorkloadEntries with a revision label are used only by the control plane of that very revision. The name of a revision tag counts as another revision.',
  notProof: 'Objects without the label, or with the revision that the mesh runs.',
  cite: 'S7',
  detect(mesh) {
    // Without MeshConfig the revision that the mesh runs is a guess, and nobody is accused by it.
    if (!mesh.state.meshConfig) return [];
    const { authorizationPolicies, peerAuthentications, serviceEntries, workloadEntries } = mesh.state;
    return [
      ...authorizationPolicies.flatMap((item) => finding(mesh, 'AuthorizationPolicy', item)),
      ...peerAuthentications.flatMap((item) => finding(mesh, 'PeerAuthentication', item)),
      ...serviceEntries.flatMap((item) => finding(mesh, 'ServiceEntry', item)),
      ...workloadEntries.flatMap((item) => finding(mesh, 'WorkloadEntry', item)),
    ];
  },
};

function finding(mesh: Mesh, kind: string, item: { namespace: string; name: string; labels: Labels }): Found[] {
  if (isForRevision(mesh, item.labels)) return [];
  const subject = ref(kind, item.namespace, item.name);
  return [
    {
      subject,
      sentence: `${kind} \`${nameOf(subject)}\` is labelled for revision \`${item.labels['istio.io/rev'] ?? ''}\` and is ignored, because the mesh runs revision \`${mesh.revision}\`.`,
      evidence: [field(subject, 'label istio.io/rev', item.labels['istio.io/rev'] ?? '', mesh.revision)],
      fix: [
        remedy(
          'Take the label off, or write the revision itself; the name of a tag does not do.',
          `kubectl -n ${item.namespace} label ${kind.toLowerCase()} ${item.name} istio.io/rev-`,
          relabelled(subject, item.labels, 'istio.io/rev', null),
        ),
      ],
    },
  ];
}
