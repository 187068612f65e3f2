import { istiodDeployments } from '../../mesh/flags.ts';
import { gapOf } from '../../mesh/mesh.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 3 (CP1): the control plane is down; what runs goes on with what it knows. */
export const istiodNoReadyReplica: Check = {
  id: 'istiod-no-ready-replica',
  number: 3,
  stage: 'control-plane',
  title: 'No replica of the control plane is ready',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Pod', 'Deployment'],
  uses: ['ztunnel-config'],
  explains: ['unknown-local-workload', 'workload-cert-unavailable', 'ztunnel-xds-disconnected'],
  why: 'Without istiod no change, no new pod and no new certificate reaches the proxies. Calls between pods that ran before go on.',
  notProof: 'Paths of established pods are not called broken for it.',
  cite: 'CP1, Z4; istio: pilot/pkg/bootstrap',
  detect(mesh) {
    const ready = mesh.pods.istiods.filter((pod) => pod.ready && pod.deletedAt === null);
    const deployments = istiodDeployments(mesh).filter(
      (item) => item.labels['app'] === 'istiod' || item.name === 'istiod',
    );
    if (ready.length > 0 || (deployments.length === 0 && mesh.pods.istiods.length === 0)) return [];
    if (gapOf(mesh, 'Pod', mesh.rootNamespace)) return [];
    const subject = deployments[0]
      ? ref('Deployment', deployments[0].namespace, deployments[0].name)
      : ref('Pod', mesh.pods.istiods[0]!.namespace, mesh.pods.istiods[0]!.name);
    return [
      {
        subject,
        sentence:
          'The Istio control plane is down: running connections go on, but changes, new pods and certificates do not.',
        evidence: [
          field(subject, 'status.readyReplicas', '0', `${deployments[0]?.desired ?? 1}`),
          ...mesh.pods.istiods.map((pod) => field(ref('Pod', pod.namespace, pod.name), 'Ready', 'False', 'True')),
        ],
        fix: [
          remedy(
            'Bring istiod back; its logs tell why it stopped.',
            `kubectl -n ${subject.namespace} get pods -l app=istiod; kubectl -n ${subject.namespace} logs deploy/istiod --previous`,
          ),
        ],
      },
    ];
  },
  // CP1: a proxy that has its data keeps serving; a pod that its ztunnel does not know yet has nothing.
  onPath: (_mesh, trace, hop) => {
    const served = hop.kind === 'source-ztunnel' ? trace.served : trace.receivedBy;
    return served?.proxy?.state === 'Up' ? 'latent' : 'degraded';
  },
};
