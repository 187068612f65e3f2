import type { KubeObject } from '../bundle.ts';
import { podSpec } from './emit-pods.ts';
import { uidOf } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { templateHash } from './plan.ts';
import type { Labels, WorkloadSpec } from './spec.ts';

/** Deployments, ReplicaSets, StatefulSets and DaemonSets with the counts their pods give. */
export function emitWorkloads(plan: MeshPlan): KubeObject[] {
  return plan.spec.workloads.flatMap((workload) => {
    const pods = plan.pods.filter((pod) => pod.workload === workload);
    const env = workload.name === 'istiod' && plan.spec.istio.ambient ? { PILOT_ENABLE_AMBIENT: 'true' } : {};
    const shown = { ...workload, env: { ...workload.env, ...env } };
    if (workload.kind === 'DaemonSet') return [emitDaemonSet(plan, shown, pods)];
    if (workload.kind === 'StatefulSet') return [emitStatefulSet(plan, shown, pods)];
    return [emitDeployment(plan, shown, pods), ...emitReplicaSets(plan, shown, pods)];
  });
}

function template(workload: WorkloadSpec, more: Labels = {}) {
  const annotations = Object.keys(workload.podAnnotations).length > 0 ? { annotations: workload.podAnnotations } : {};
  return {
    metadata: { labels: { ...workload.selector, ...workload.podLabels, ...more }, ...annotations },
    spec: podSpec(workload),
  };
}

function generationOf(workload: WorkloadSpec): number {
  return workload.revision + (workload.scaledAgo === undefined ? 0 : 1);
}

function metadata(plan: MeshPlan, workload: WorkloadSpec) {
  const gateway = plan.spec.gateways.find(
    (one) => one.name === workload.gateway && one.namespace === workload.namespace,
  );
  return {
    name: workload.name,
    namespace: workload.namespace,
    labels: workload.labels,
    generation: generationOf(workload),
    ...(gateway === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: 'gateway.networking.k8s.io/v1',
              kind: 'Gateway',
              name: gateway.name,
              uid: uidOf('Gateway', gateway.namespace, gateway.name),
            },
          ],
        }),
  };
}

function emitDeployment(plan: MeshPlan, workload: WorkloadSpec, pods: readonly PodPlan[]): KubeObject {
  const ready = pods.filter((pod) => pod.ready).length;
  const available = ready >= Math.ceil(workload.replicas * 0.75);
  const changed =
    pods
      .map((pod) => pod.changedAt)
      .toSorted()
      .at(-1) ?? plan.spec.bornAt;
  const stuck = pods.length > 0 && workload.revision > 1 && ready < pods.length;
  const condition = (type: string, ok: boolean, reason: string, message: string) => ({
    type,
    status: ok ? 'True' : 'False',
    reason,
    message,
    lastTransitionTime: ok ? plan.spec.bornAt : changed,
    lastUpdateTime: ok ? plan.spec.bornAt : changed,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(plan, workload),
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: workload.selector },
      template: template(workload),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    },
    status: {
      observedGeneration: generationOf(workload),
      replicas: pods.length,
      updatedReplicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      ...(ready < pods.length ? { unavailableReplicas: pods.length - ready } : {}),
      conditions: [
        available
          ? condition('Available', true, 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
          : condition(
              'Available',
              false,
              'MinimumReplicasUnavailable',
              'Deployment does not have minimum availability.',
            ),
        stuck
          ? condition(
              'Progressing',
              false,
              'ProgressDeadlineExceeded',
              `ReplicaSet "${setName(workload)}" has timed out progressing.`,
            )
          : condition(
              'Progressing',
              true,
              'NewReplicaSetAvailable',
              `ReplicaSet "${setName(workload)}" has successfully progressed.`,
            ),
      ],
    },
  };
}

function setName(workload: WorkloadSpec, revision = workload.revision): string {
  return `${workload.name}-${templateHash(workload, revision)}`;
}

function emitReplicaSets(plan: MeshPlan, workload: WorkloadSpec, pods: readonly PodPlan[]): KubeObject[] {
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: workload.name,
    uid: uidOf('Deployment', workload.namespace, workload.name),
    controller: true,
    blockOwnerDeletion: true,
  };
  return Array.from({ length: workload.revision }, (_, at): KubeObject => {
    const revision = at + 1;
    const current = revision === workload.revision;
    const ready = current ? pods.filter((pod) => pod.ready).length : 0;
    const hash = { 'pod-template-hash': templateHash(workload, revision) };
    const wanted = current ? workload.replicas : 0;
    const birth = current && revision > 1 ? pods.map((pod) => pod.createdAt).toSorted()[0] : undefined;
    return {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: setName(workload, revision),
        namespace: workload.namespace,
        generation: 1,
        labels: { ...workload.labels, ...hash },
        creationTimestamp: birth ?? plan.spec.bornAt,
        annotations: { 'deployment.kubernetes.io/revision': String(revision) },
        ownerReferences: [owner],
      },
      spec: {
        replicas: wanted,
        selector: { matchLabels: { ...workload.selector, ...hash } },
        template: template(current ? workload : { ...workload, image: workload.previousImage ?? workload.image }, hash),
      },
      status: {
        observedGeneration: 1,
        replicas: current ? pods.length : 0,
        readyReplicas: ready,
        availableReplicas: ready,
      },
    };
  });
}

function emitStatefulSet(plan: MeshPlan, workload: WorkloadSpec, pods: readonly PodPlan[]): KubeObject {
  const ready = pods.filter((pod) => pod.ready).length;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(plan, workload),
    spec: {
      replicas: workload.replicas,
      serviceName: workload.name,
      selector: { matchLabels: workload.selector },
      template: template(workload),
    },
    status: {
      observedGeneration: generationOf(workload),
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      currentReplicas: pods.length,
      updatedReplicas: pods.length,
    },
  };
}

function emitDaemonSet(plan: MeshPlan, workload: WorkloadSpec, pods: readonly PodPlan[]): KubeObject {
  const desired = plan.spec.nodes.length;
  const ready = pods.filter((pod) => pod.ready).length;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(plan, workload),
    spec: {
      selector: { matchLabels: workload.selector },
      template: {
        ...template(workload),
        spec: {
          ...podSpec(workload),
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [
            { operator: 'Exists', effect: 'NoSchedule' },
            { operator: 'Exists', effect: 'NoExecute' },
          ],
        },
      },
    },
    status: {
      observedGeneration: generationOf(workload),
      desiredNumberScheduled: desired,
      currentNumberScheduled: pods.length,
      updatedNumberScheduled: pods.length,
      numberReady: ready,
      numberAvailable: ready,
      numberMisscheduled: 0,
      ...(ready < desired ? { numberUnavailable: desired - ready } : {}),
    },
  };
}
