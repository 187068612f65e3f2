/** One kind in the whole cluster, or, where only that is allowed, namespace by namespace. */
import { isSettled, type KindState, type KindStatus, mergeStatuses } from './kind-status.ts';
import type { Scope, WatchedKind } from './kinds.ts';
import type { Reflector } from './reflector.ts';

/** The status of a kind in the whole cluster (namespace null) or in one namespace. */
export type ScopedStatus = KindStatus & { kind: string; namespace: string | null };

export interface KindWatchOptions<T> {
  kind: WatchedKind;
  /** Starts the reflector of a scope. */
  start: (scope: Scope, signal: AbortSignal, onStatus: () => void) => Reflector<T>;
  onChange: () => void;
  signal: AbortSignal;
}

export interface KindWatch<T> {
  readonly kind: WatchedKind;
  /** One for the whole cluster; where that is forbidden, one more for each namespace tried. */
  statuses(): ScopedStatus[];
  values(): T[];
  names(): string[];
  reflectors(): Reflector<T>[];
  /** Namespaces to try where the whole cluster is forbidden. */
  offer(namespaces: readonly string[]): void;
  /** True where the whole cluster is forbidden and namespaces would help. */
  isNarrowed(): boolean;
  isSettled(): boolean;
}

const GIVES: ReadonlySet<KindState> = new Set(['ok', 'stale']);

interface Part<T> {
  namespace: string | null;
  reflectors: [Reflector<T>, ...Reflector<T>[]];
  stop: () => void;
}

/** Starts a kind cluster-wide, falling back to the namespaces offered while that is forbidden. */
export function startKindWatch<T>(options: KindWatchOptions<T>): KindWatch<T> {
  const { kind, signal, onChange } = options;
  const parts = new Map<string, Part<T>>();
  let offered: readonly string[] = [];
  let whole: Part<T> | null = null;

  const begin = (namespace: string | null, onStatus: () => void): Part<T> => {
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop, { once: true });
    const startNamed = (name: string | null): Reflector<T> => options.start({ namespace, name }, own.signal, onStatus);
    const [first = null, ...others] = kind.names ?? [];
    const reflectors: Part<T>['reflectors'] = [startNamed(first), ...others.map(startNamed)];
    return {
      namespace,
      reflectors,
      stop() {
        signal.removeEventListener('abort', stop);
        own.abort();
      },
    };
  };
  const isNarrowed = (): boolean => whole !== null && kind.namespaced && statusOf(whole).state === 'forbidden';
  /** Brings the namespaces' parts in line with what is allowed and offered. */
  const align = (): void => {
    const wanted = new Set(isNarrowed() ? offered : []);
    for (const [namespace, part] of parts) {
      if (wanted.has(namespace)) continue;
      part.stop();
      parts.delete(namespace);
    }
    for (const namespace of wanted) if (!parts.has(namespace)) parts.set(namespace, begin(namespace, onChange));
  };
  whole = begin(null, () => {
    align();
    onChange();
  });
  const all = (): Part<T>[] => (whole === null ? [] : [whole, ...parts.values()]);
  /** What the namespaces give, where they give something; else the whole cluster's, also when it was known only once. */
  const readable = (): Part<T>[] => {
    const within = [...parts.values()].filter((part) => GIVES.has(statusOf(part).state));
    return within.length > 0 ? within : all().slice(0, 1);
  };
  return {
    kind,
    statuses: () => scopedStatuses(kind, all()),
    values: () => readable().flatMap((part) => part.reflectors.flatMap((reflector) => [...reflector.values()])),
    names: () => readable().flatMap((part) => part.reflectors.flatMap((reflector) => [...reflector.names()])),
    reflectors: () => all().flatMap((part) => part.reflectors),
    offer(namespaces) {
      offered = namespaces;
      align();
    },
    isNarrowed,
    isSettled: () => all().every((part) => isSettled(statusOf(part).state)),
  };
}

function statusOf<T>({ reflectors: [first, ...others] }: Part<T>): KindStatus {
  return mergeStatuses([first.status(), ...others.map((reflector) => reflector.status())]);
}

function scopedStatuses<T>(kind: WatchedKind, parts: readonly Part<T>[]): ScopedStatus[] {
  const statuses = parts.map((part) => ({ ...statusOf(part), kind: kind.kind, namespace: part.namespace }));
  const within = statuses.slice(1);
  // Forbidden everywhere is said once.
  return within.every(({ state }) => state === 'forbidden') ? statuses.slice(0, 1) : statuses;
}
