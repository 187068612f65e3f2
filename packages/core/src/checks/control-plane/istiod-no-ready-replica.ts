import { isNamespaceSeen } from '../../mesh/enrolment/seen-system.ts';
import { istiodDeployments } from '../../mesh/flags.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { matchesLabels } from '../../mesh/service/selector.ts';
import { istiodServicesAsked } from '../../mesh/ztunnel/told-istiod.ts';
import type { Controller, Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

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
  uses: ['ztunnel-config', 'Service', 'DaemonSet', 'Namespace'],
  explains: ['istio-webhook-down', 'unknown-local-workload', 'workload-cert-unavailable', 'ztunnel-xds-disconnected'],
  why: 'Without istiod no change, no new pod and no new certificate reaches the proxies. Calls between pods that ran before go on.',
  notProof:
    'Paths of established pods are not called broken for it. A replica lost less than a minute ago; an istiod of another revision, which no ztunnel asks, does not count.',
  cite: 'CP1, Z4; istio: pilot/pkg/bootstrap',
  detect(mesh) {
    const { pods, deployments, services } = controlPlane(mesh);
    if (pods.some((pod) => pod.ready && pod.deletedAt === null)) return [];
    const subject = subjectOf({ pods, deployments, services });
    if (!subject) return [];
    const [deployment] = deployments;
    const since = downSince(pods, deployment);
    if (
      gapOf(mesh, 'Pod', subject.namespace) ||
      !isNamespaceSeen(mesh, mesh.rootNamespace) ||
      !hasHeld(since, mesh.takenAt, 60)
    )
      return [];
    return [
      {
        subject,
        sentence:
          'The Istio control plane is down: running connections go on, but changes, new pods and certificates do not.',
        evidence: [
          field(subject, 'status.readyReplicas', '0', `${deployment?.desired || 1}`, since),
          ...pods.map((pod) => field(ref('Pod', pod.namespace, pod.name), 'Ready', 'False', 'True')),
        ],
        objects: [
          ...pods.map((pod) => ref('Pod', pod.namespace, pod.name)),
          ...services.map(({ namespace, name }) => ref('Service', namespace, name)),
        ],
        since,
        fix: [
          remedy(
            'Bring istiod back; its logs tell why it stopped.',
            `kubectl -n ${subject.namespace} get pods -l app=istiod; kubectl -n ${subject.namespace} logs deploy/${deployment?.name ?? 'istiod'} --previous`,
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

interface ControlPlane {
  pods: readonly Pod[];
  deployments: readonly Controller[];
  services: readonly Service[];
}

/** Z4: the istiods that ztunnels ask, where that leads to a Service here; else every istiod. */
function controlPlane(mesh: Mesh): ControlPlane {
  const all = istiodDeployments(mesh).filter((item) => item.labels['app'] === 'istiod' || item.name === 'istiod');
  const services = istiodServicesAsked(mesh).filter(({ selector }) => selector !== null);
  const asked = all.filter((item) =>
    services.some(
      ({ namespace, selector }) => item.namespace === namespace && matchesLabels(selector ?? {}, item.template),
    ),
  );
  const pods = services.flatMap((service) => podsOfService(mesh, service));
  if (services.length === 0) return { pods: mesh.pods.istiods, deployments: all, services };
  return { pods: [...new Set(pods)], deployments: asked, services };
}

/** The Deployment that should run it, else what is left of it. */
function subjectOf({ deployments, pods, services }: ControlPlane): Ref | null {
  const [deployment, pod, service] = [deployments[0], pods[0], services[0]];
  if (deployment) return ref('Deployment', deployment.namespace, deployment.name);
  if (pod) return ref('Pod', pod.namespace, pod.name);
  return service ? ref('Service', service.namespace, service.name) : null;
}

/** When the last replica stopped being ready; null where nothing tells. */
function downSince(pods: readonly Pod[], deployment: Controller | undefined): string | null {
  const times = pods.map(({ conditions }) => conditionOf(conditions, 'Ready')?.since ?? null);
  const available = deployment && conditionOf(deployment.conditions, 'Available');
  return times.sort().at(-1) ?? (available?.status === 'False' ? available.since : null);
}
