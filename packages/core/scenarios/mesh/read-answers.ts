import type { Reading, ReadingSource } from '../bundle.ts';
import { shiftTime } from './clock.ts';
import { serviceAddress, splitRef } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { forbidden } from './read-ztunnel.ts';

/**
 * What pods of a workload answer. In it `$ip(ns/name)` and `$pod(ns/name)` are the address and the name of the workload's
 * first pod, `$ip(ns/name#1)` of its second, and `$vip(ns/name)` is the address of a Service.
 */
export interface AnswerSpec {
  readonly source: ReadingSource;
  /** `ns/workload`, or `ns/workload@node` for its pods on one node */
  readonly of: string;
  /** seconds before the bundle was taken; 0 where nothing is said */
  readonly ago?: number;
  /** lines of a log or a page, several answers of one pod and source being one text; or a body */
  readonly said: readonly string[] | readonly [{ readonly body: unknown }];
}

/** The readings with what the mesh says that components answer besides. */
export function withAnswers(plan: MeshPlan, readings: readonly Reading[]): Reading[] {
  const all = new Map(readings.map((reading) => [`${reading.source} ${reading.pod}`, reading]));
  for (const answer of plan.spec.answers) {
    for (const pod of podsOf(plan, answer.of)) {
      const name = `${pod.namespace}/${pod.name}`;
      const key = `${answer.source} ${name}${answer.ago === undefined ? '' : ` ${answer.ago}`}`;
      all.set(key, answerOf(plan, answer, pod, all.get(key)));
    }
  }
  return [...all.values()];
}

function answerOf(plan: MeshPlan, { source, said, ago = 0 }: AnswerSpec, pod: PodPlan, before?: Reading): Reading {
  const head = {
    source,
    pod: `${pod.namespace}/${pod.name}`,
    at: ago === 0 ? plan.spec.takenAt : shiftTime(plan.spec.takenAt, -ago),
  };
  if (plan.spec.readings === 'forbidden') return { ...head, body: null, error: forbidden(pod, permissionOf(source)) };
  const lines = said.filter((line) => typeof line === 'string');
  const [first] = said;
  if (typeof first === 'object')
    return { ...head, body: JSON.parse(named(plan, JSON.stringify(first.body))) as unknown, error: null };
  const text = lines.map((line) => `${named(plan, line)}\n`).join('');
  return { ...head, text: `${before?.text ?? ''}${text}`, error: null };
}

function permissionOf(source: ReadingSource): string {
  if (source.endsWith('-log')) return 'pods/log';
  return /-(?:metrics|ready|version)$/.test(source) ? 'pods/proxy' : 'pods/portforward';
}

function podsOf(plan: MeshPlan, of: string): PodPlan[] {
  const [ref = '', node] = of.split('@');
  const { namespace, name } = splitRef(ref);
  const pods = plan.pods.filter((pod) => pod.workload.name === name && pod.namespace === namespace);
  return node === undefined ? pods : pods.filter((pod) => pod.node === node);
}

/** Names and addresses put in. */
function named(plan: MeshPlan, text: string): string {
  return text.replace(/\$(ip|pod|vip)\(([^)]+)\)/g, (_, what: string, of: string) => {
    const [ref = '', index = '0'] = of.split('#');
    const { namespace, name } = splitRef(ref);
    if (what === 'vip') return addressOf(plan, namespace, name);
    const pod = podsOf(plan, ref)[Number(index)];
    const found = what === 'ip' ? pod?.ip : pod?.name;
    if (found === undefined) throw new Error(`the mesh has no ${what} of ${of}`);
    return found;
  });
}

function addressOf(plan: MeshPlan, namespace: string, name: string): string {
  const service = plan.spec.services.find((one) => one.namespace === namespace && one.name === name);
  if (service === undefined) throw new Error(`the mesh has no Service ${namespace}/${name}`);
  return serviceAddress(service.slot);
}
