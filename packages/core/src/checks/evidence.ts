/** Short forms for the evidence and remedies that checks give. */

import type { KubernetesEvent, Pod } from '../state/kubernetes.ts';
import { type Condition, conditionOf } from '../state/metadata.ts';
import { type Ref, ref } from '../state/refs.ts';
import { diffOf, type SuggestedChange } from './change.ts';
import type { Evidence, Remedy } from './detection.ts';

/** A field of an object as it was read. */
export function field(object: Ref, path: string, observed: string, expected = '', at: string | null = null): Evidence {
  return { kind: 'field', object, field: path, observed, expected, at, tier: 0 };
}

/** A status condition as its controller wrote it. */
export function conditionEvidence(object: Ref, condition: Condition): Evidence {
  const reason = condition.reason === '' ? '' : ` ${condition.reason}`;
  const message = condition.message === '' ? '' : `: ${condition.message}`;
  return {
    kind: 'condition',
    object,
    field: condition.type,
    observed: `${condition.status}${reason}${message}`,
    expected: '',
    at: condition.since,
    tier: 0,
  };
}

/** What a component said of itself. */
export function reading(
  source: string,
  pod: string,
  observed: string,
  expected: string,
  at: string | null,
  tier = 2,
): Evidence {
  const [namespace, name] = pod.includes('/') ? pod.split('/') : ['', pod];
  return {
    kind: 'reading',
    object: pod === '' ? null : ref('Pod', namespace!, name!),
    field: source,
    observed,
    expected,
    at,
    tier,
  };
}

/** The outcome of a rule over several objects, with the rule's id. */
export function evaluation(rule: string, observed: string, expected = '', object: Ref | null = null): Evidence {
  return { kind: 'evaluation', object, field: rule, observed, expected, at: null, tier: 0 };
}

/** A Kubernetes event. */
export function eventEvidence(event: KubernetesEvent): Evidence {
  const { kind, namespace, name } = event.involved;
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  return {
    kind: 'event',
    object: ref(kind, namespace, name),
    field: event.reason,
    observed: `${event.message}${times}`,
    expected: '',
    at: event.lastAt,
    tier: 0,
  };
}

/** What would mend it in words, the command to look or mend, and the changes where they are definite. */
export function remedy(text: string, command = '', ...changes: SuggestedChange[]): Remedy {
  return { text, command, diff: diffOf(changes), ...(changes.length > 0 ? { changes } : {}) };
}

/** Since when none of these pods is ready: the moment of the last of them; null where one does not tell. */
export function unreadySince(pods: readonly Pod[]): string | null {
  const times = pods.map((pod) => conditionOf(pod.conditions, 'Ready')?.since ?? pod.createdAt);
  return times.includes(null) ? null : (times.sort().at(-1) ?? null);
}

/** Seconds between two RFC 3339 times; null where one of them is missing or unreadable. */
export function secondsBetween(from: string | null, to: string): number | null {
  const start = from === null ? NaN : Date.parse(from);
  const end = Date.parse(to);
  return Number.isNaN(start) || Number.isNaN(end) ? null : (end - start) / 1000;
}

/** True where a state has held long enough at the moment of the state, or its start is not known. */
export function hasHeld(since: string | null, takenAt: string, seconds: number): boolean {
  const held = secondsBetween(since, takenAt);
  return held === null || held >= seconds;
}
