/** What the readers of policies share: pods by workload and by who enforces for them, and sentences about places. */
import { hasSidecar, isRedirected } from '../mesh/enrolment/enrolment.ts';
import { groupBy } from '../mesh/memory/look-up.ts';
import { gatewayOfPod } from '../mesh/memory/pod-index.ts';
import type { Pod } from '../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { Enforcement, NotEnforced } from './policy-answer.ts';

/** The workloads of pods, in order. */
export function workloadRefs(pods: readonly Pod[]): Ref[] {
  const groups = groupBy(pods, ({ namespace, workload }) => `${namespace}/${workload.name} ${workload.kind}`);
  return [...groups.keys()].sort().map((key) => {
    const { namespace, workload } = groups.get(key)![0]!;
    return ref(workload.kind, namespace, workload.name);
  });
}

/** A1, P14: ztunnel enforces for captured pods, a sidecar for its own; for all others nobody does. */
export function enforcedForPods(selected: readonly Pod[]): { enforced: Enforcement[]; notEnforced: NotEnforced[] } {
  const pods = selected.filter((pod) => gatewayOfPod(pod) === '');
  const sidecars = pods.filter(hasSidecar);
  const captured = pods.filter((pod) => !hasSidecar(pod) && isRedirected(pod));
  const outside = pods.filter((pod) => !hasSidecar(pod) && !isRedirected(pod));
  return {
    enforced: [
      ...(captured.length > 0 ? [podPlace('ztunnel', 'by ztunnel at', captured)] : []),
      ...(sidecars.length > 0 ? [podPlace('sidecar', 'by the sidecars of', sidecars)] : []),
    ],
    notEnforced: workloadRefs(outside).map((workload) => ({
      what: `${workload.kind} \`${nameOf(workload)}\``,
      why: 'has pods outside the mesh, for which nobody enforces it',
      rule: 'A1',
    })),
  };
}

/** One place for pods. */
export function podPlace(at: Enforcement['at'], words: string, pods: readonly Pod[]): Enforcement {
  const objects = workloadRefs(pods);
  const sentence = `${words} ${named(objects, 'workload')} (${count(pods.length, 'pod')})`;
  return { at, by: null, objects, pods: pods.length, sentence };
}

/** One waypoint or gateway, and what it checks traffic for. */
export function gatewayPlace(at: 'waypoint' | 'gateway', by: Ref, objects: Ref[]): Enforcement {
  const what = objects.length === 0 ? 'everything that passes it' : named(objects, 'object');
  return { at, by, objects, pods: 0, sentence: `at ${at} \`${nameOf(by)}\` for ${what}` };
}

function named(objects: readonly Ref[], what: string): string {
  if (objects.length > 3) return count(objects.length, what);
  return objects.map((object) => `${object.kind} \`${nameOf(object)}\``).join(', ');
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
