/** Where the ways in which a pod is said to be in the mesh differ: which component is behind the one before it. */
import { hasNativeTunnel, redirectionOf } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { hasSettled } from '../mesh/ztunnel/stale-view.ts';
import { workloadIn } from '../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { EnrolmentWay } from './enrolment.ts';
import type { PodWays } from './enrolment-ways.ts';

export interface Behind {
  component: 'istio-cni' | 'istiod' | 'ztunnel';
  sentence: string;
}

/**
 * The first difference in the order in which a pod comes into the mesh: labels, then istio-cni, then ztunnel's proxy, then
 * what istiod tells. Null where none is known, and for a pod that started less than a minute ago, which is still on its way.
 */
export function behindIn(mesh: Mesh, pod: Pod, { label, annotation, xds, proxy }: PodWays): Behind | null {
  if (!hasSettled(pod.startedAt ?? pod.createdAt, mesh.takenAt)) return null;
  if (differ(label, annotation)) return behindLabels(pod, label);
  if (differ(annotation, proxy)) return behindAnnotation(pod, annotation);
  return differ(annotation, xds) && !hasNativeTunnel(pod) ? behindNews(mesh, pod, xds) : null;
}

const differ = (a: EnrolmentWay, b: EnrolmentWay): boolean =>
  a.state !== 'unknown' && b.state !== 'unknown' && a.state !== b.state;

function behindLabels(pod: Pod, label: EnrolmentWay): Behind {
  const name = `\`${pod.namespace}/${pod.name}\``;
  if (label.state === 'no')
    return {
      component: 'istio-cni',
      sentence: `istio-cni is behind: ${name} is still captured although nothing asks for it any more (${label.evidence}).`,
    };
  if (redirectionOf(pod) === 'pending')
    return {
      component: 'ztunnel',
      sentence: `ztunnel is behind: istio-cni has begun to capture ${name}, and ztunnel on \`${pod.node}\` has not taken it over.`,
    };
  return {
    component: 'istio-cni',
    sentence: `istio-cni is behind: ${name} ought to be in the mesh (${label.evidence}) and is not captured.`,
  };
}

function behindAnnotation(pod: Pod, annotation: EnrolmentWay): Behind {
  const name = `\`${pod.namespace}/${pod.name}\``;
  if (annotation.state === 'yes')
    return {
      component: 'ztunnel',
      sentence: `ztunnel is behind: ${name} is marked as captured, and ztunnel on \`${pod.node}\` runs no proxy for it.`,
    };
  return {
    component: 'istio-cni',
    sentence: `istio-cni is behind: ztunnel on \`${pod.node}\` runs a proxy for ${name}, which is not marked as captured.`,
  };
}

/** istiod reads the annotation; where it tells what is right, the ztunnel that was asked has not heard. */
function behindNews(mesh: Mesh, pod: Pod, xds: EnrolmentWay): Behind {
  const wanted = redirectionOf(pod) === 'enabled' ? 'HBONE' : 'TCP';
  const view = mesh.state.ambientViews.find(({ workloads }) => workloads.length > 0);
  const isToldRight = view !== undefined && workloadIn(view, pod.namespace, pod.name)?.protocol === wanted;
  const component = isToldRight ? 'ztunnel' : 'istiod';
  return {
    component,
    sentence: `${component} is behind: \`${pod.namespace}/${pod.name}\` is ${wanted === 'HBONE' ? '' : 'not '}captured, and other nodes are told otherwise (${xds.evidence}).`,
  };
}
