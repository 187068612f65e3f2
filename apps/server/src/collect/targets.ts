/** Who is asked: the pods of Istio's own components, each for the signals of its component. */
import { type ComponentPod, componentPods, type MeshState } from '@hopscope/core';
import type { AskedPod } from './pod-answer.ts';
import { SIGNALS, type Signal } from './signals.ts';

/** One pod to be asked for one signal. */
export interface Target {
  readonly signal: Signal;
  readonly pod: AskedPod;
  /** where the pod runs */
  readonly node: string;
}

/** The slices that decide who is asked. */
export type AskedSlices = Pick<MeshState, 'pods' | 'gateways' | 'gatewayClasses' | 'istioGateways'>;

interface Found {
  from: AskedSlices;
  targets: readonly Target[];
}

/** By the list of pods: another one whenever any pod changed. */
const found = new WeakMap<MeshState['pods'], Found>();
/** By the pod: its targets stay the same objects while the pod does. */
const ofPod = new WeakMap<ComponentPod['pod'], readonly Target[]>();

/** Every signal of every component's pod that can answer. The same list for the same slices. */
export function targetsOf(state: AskedSlices): readonly Target[] {
  const last = found.get(state.pods);
  if (last !== undefined && isSame(last.from, state)) return last.targets;
  const { pods, gateways, gatewayClasses, istioGateways } = state;
  const targets = componentPods(state).flatMap(targetsOfPod);
  found.set(pods, { from: { pods, gateways, gatewayClasses, istioGateways }, targets });
  return targets;
}

/** One text for a target, the same whenever the same pod is asked for the same signal. */
export function targetKey({ signal, pod }: Pick<Target, 'signal' | 'pod'>): string {
  return `${signal.source} ${pod.namespace}/${pod.name}`;
}

function isSame(a: AskedSlices, b: AskedSlices): boolean {
  return a.gateways === b.gateways && a.gatewayClasses === b.gatewayClasses && a.istioGateways === b.istioGateways;
}

function targetsOfPod({ component, pod }: ComponentPod): readonly Target[] {
  const known = ofPod.get(pod);
  if (known !== undefined && (known[0]?.signal.component ?? component) === component) return known;
  const asked = { namespace: pod.namespace, name: pod.name };
  const targets = SIGNALS.filter((signal) => signal.component === component).map((signal) => ({
    signal,
    pod: asked,
    node: pod.node,
  }));
  ofPod.set(pod, targets);
  return targets;
}
