/** What is to be said of each signal and pod: read and when, or why not. */
import { type SourceStatus, tierOf } from '@hopscope/core';
import type { TierAccess } from './access.ts';
import type { Held } from './held.ts';
import { type Component, SIGNALS, type Signal } from './signals.ts';
import type { Target } from './targets.ts';

export interface Known {
  targets: readonly Target[];
  access: TierAccess;
  held: Held;
  /** the highest tier that is asked for */
  highest: number;
  /** every pod of the cluster can be seen, so that a component without a pod has none */
  podsSeen: boolean;
}

/** One status for each pod and signal; one for a source where nobody is asked. Times are milliseconds since 1970. */
export function targetStatuses(known: Known, now: number): SourceStatus[] {
  const asked = known.targets.filter(({ signal }) => signal.tier <= known.highest);
  const sources = new Set(asked.map(({ signal }) => signal.source));
  return [
    ...asked.map((target) => statusOf(known, target, now)),
    ...SIGNALS.filter(({ source }) => !sources.has(source)).map((signal) => withoutTargets(known, signal)),
  ];
}

function statusOf({ access, held }: Known, target: Target, now: number): SourceStatus {
  const { signal, pod } = target;
  const said = access.of(signal.tier, pod.namespace);
  if (said.state === 'allowed') {
    const status = held.status(target, now);
    if (status !== undefined) return status;
  }
  const about = { ...nothingOf(signal.source), scope: `${pod.namespace}/${pod.name}` };
  if (said.state === 'refused') {
    const { verb, resource } = said.permission;
    const message = `needs the permission to ${verb} ${resource} in namespace ${pod.namespace}`;
    return { ...about, state: 'forbidden', message, permission: said.permission };
  }
  return { ...about, state: 'syncing', message: 'being read for the first time' };
}

const nothingOf = (source: string): SourceStatus => ({
  source,
  tier: tierOf(source),
  scope: null,
  state: 'not-read',
  at: null,
  count: 0,
  message: '',
  permission: null,
});

const COMPONENT_WORDS: Readonly<Record<Component, string>> = {
  istiod: 'istiod',
  ztunnel: 'ztunnel',
  cni: 'istio-cni',
  waypoint: 'a waypoint',
  gateway: 'a gateway',
};

/** A mesh may well have no waypoint and no gateway; without the others there is none, or it is out of sight. */
const OPTIONAL: ReadonlySet<Component> = new Set(['waypoint', 'gateway']);

function withoutTargets({ highest, podsSeen }: Known, { source, component }: Signal): SourceStatus {
  const about = nothingOf(source);
  if (about.tier > highest)
    return { ...about, message: `tier ${about.tier} is switched off: start with --tiers ${about.tier} or more` };
  if (podsSeen && OPTIONAL.has(component)) return { ...about, state: 'unserved' };
  return { ...about, message: `no pod of ${COMPONENT_WORDS[component]} was found that could be asked` };
}
