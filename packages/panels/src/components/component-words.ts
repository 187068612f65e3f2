/** What the facts of a component say, in words a tired reader takes in at once. */
import type { CauseGroup, Cell, ChainStage, ComponentFacts } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { formatAge, formatClock } from '../marks/time.ts';
import { countOf } from '../reasons/counts.ts';

/** A cell of the chain, its facts, and the causes it names. `facts` is null while they are being read. */
export interface Component {
  readonly cell: Cell;
  readonly facts: ComponentFacts | null;
  readonly causes: readonly CauseGroup[];
}

/** A fact with its mark; no mark where it is neither good nor bad. */
export interface Said {
  readonly mark: MarkState | null;
  readonly text: string;
}

/** Cells with their facts and causes, in the order of the chain. */
export function joinComponents(
  stage: ChainStage,
  facts: readonly ComponentFacts[] | null,
  causes: readonly CauseGroup[],
): Component[] {
  const byId = new Map(facts?.map((one) => [one.id, one]));
  const byKey = new Map(causes.map((cause) => [cause.key, cause]));
  return stage.cells.map((cell) => ({
    cell,
    facts: byId.get(cell.id) ?? null,
    causes: [...new Set(cell.causes)].flatMap((key) => byKey.get(key) ?? []),
  }));
}

/** `12 links, 8 services, 3 namespaces, 40 pods hang on it`. */
export function blastWords({ blast, id }: Cell): string {
  const parts = [
    [blast.links, 'link'],
    [blast.services, 'service'],
    [blast.namespaces, 'namespace'],
    [blast.pods, 'pod'],
  ] as const;
  const said = parts.filter(([many]) => many > 0).map(([many, what]) => countOf(many, what));
  if (said.length === 0) return 'Nothing that is known hangs on it.';
  const them = id.startsWith('cni:') ? 'joined the mesh through it' : 'hang on it';
  return `${said.join(', ')} ${them}.`;
}

/** Releases; several in one component are worth a look. */
export function versionWords(facts: ComponentFacts | null): Said {
  if (facts === null) return { mark: null, text: '…' };
  const { value, unknown } = facts.versions;
  if (value === null) return { mark: unknown === '' ? null : 'unknown', text: because(unknown) };
  return { mark: value.length > 1 ? 'latent' : null, text: value.join(' and ') };
}

/** CP2: who is behind, and since when. */
export function syncWords(facts: ComponentFacts | null, now: number): Said {
  if (facts === null) return { mark: null, text: '…' };
  const { value, unknown } = facts.sync;
  if (value === null) return { mark: unknown === '' ? null : 'unknown', text: because(unknown) };
  const { connected, behind } = value;
  const isIstiod = facts.id.startsWith('istiod:');
  if (behind.length === 0) {
    if (isIstiod)
      return { mark: 'ok', text: `${countOf(connected, 'proxy').replace('proxys', 'proxies')}, all up to date` };
    return { mark: 'ok', text: 'up to date' };
  }
  const since = behind
    .map((one) => one.since)
    .filter((time) => time !== null)
    .sort()[0];
  const age = since === undefined ? '' : `, since ${formatClock(since, now)}, ${formatAge(now - Date.parse(since))}`;
  const isLost = behind.some(({ types }) => types.length === 0);
  const text = isIstiod
    ? `${behind.length} of ${connected} proxies not in sync${age}`
    : isLost
      ? 'connected to no istiod'
      : `not in sync${age}`;
  return { mark: 'warn', text };
}

/** C1, C2: whether each pod has its certificate, and which runs out first. */
export function certificateWords(facts: ComponentFacts | null, now: number): Said {
  if (facts === null) return { mark: null, text: '…' };
  const { value, unknown } = facts.certificates;
  if (value === null) return { mark: unknown === '' ? null : 'unknown', text: because(unknown) };
  if (value.held === 0) return { mark: null, text: 'none held' };
  const first = value.firstExpiresAt === null ? '' : expiryWords(value.firstExpiresAt, now);
  if (value.missing > 0)
    return {
      mark: 'warn',
      text: `${value.missing} of ${value.held} not available${first === '' ? '' : `; first ${first}`}`,
    };
  return {
    mark: first.startsWith('expired') ? 'broken' : 'ok',
    text: `${value.held} held${first === '' ? '' : `, first ${first}`}`,
  };
}

const YEAR = 365 * 86_400_000;

/** `expires in 22 h`, `expired 3 min ago`. */
export function expiryWords(at: string, now: number): string {
  const left = Date.parse(at) - now;
  const years = Math.floor(left / YEAR);
  if (years > 1) return `expires in ${years} years`;
  return left > 0 ? `expires in ${formatAge(left)}` : `expired ${formatAge(-left)} ago`;
}

/** Where its pods run, how long, and how often they began anew; '' where it has none. */
export function podWords(facts: ComponentFacts | null, now: number): string {
  const pods = facts?.pods ?? [];
  if (pods.length === 0) return '';
  const nodes = [...new Set(pods.map(({ node }) => node).filter((node) => node !== ''))].sort();
  const places = nodes.length > 3 ? countOf(nodes.length, 'node') : nodes.join(', ');
  const restarts = pods.reduce((sum, pod) => sum + pod.restarts, 0);
  const newest = pods
    .flatMap(({ startedAt }) => startedAt ?? [])
    .sort()
    .at(-1);
  return [
    `${countOf(pods.length, 'pod')}${places === '' ? '' : ` on ${places}`}`,
    ...(newest === undefined
      ? []
      : [`${pods.length > 1 ? 'the newest ' : ''}${formatAge(now - Date.parse(newest))} old`]),
    ...(restarts > 0 ? [countOf(restarts, 'restart')] : []),
  ].join(', ');
}

const because = (why: string): string => (why === '' ? '' : `unknown, because ${why}`);

const BEFORE: Readonly<Record<ChainStage['id'], readonly ChainStage['id'][]>> = {
  istiod: [],
  cni: ['istiod'],
  ztunnel: ['istiod', 'cni'],
  waypoint: ['istiod', 'ztunnel'],
  gateway: ['istiod', 'ztunnel'],
};

const SICK: Readonly<
  Record<'istiod' | 'cni' | 'ztunnel', Readonly<Record<'broken' | 'degraded' | 'unknown', string>>>
> = {
  istiod: {
    broken: 'istiod is broken: what is below works on by what it was told last, and hears of no change.',
    degraded: 'istiod is not well: what is below may hear of changes late.',
    unknown: 'Whether istiod is well is unknown, so what is below may be out of date.',
  },
  cni: {
    broken: 'istio-cni is broken on some nodes: pods that start there do not join the mesh.',
    degraded: 'istio-cni is not well on some nodes: pods that start there may not join the mesh.',
    unknown: 'Whether istio-cni is well is not known of every node, so some new pods may not join the mesh.',
  },
  ztunnel: {
    broken: 'ztunnel is broken on some nodes: calls from and to their pods fail before they get here.',
    degraded: 'ztunnel is not well on some nodes: some calls may fail before they get here.',
    unknown: 'Whether ztunnel is well is not known of every node: some calls may fail before they get here.',
  },
};

/** What an earlier stage that is sick means for this one, the earliest first; empty where all before it is well. */
export function suspectWords(chain: readonly ChainStage[], id: ChainStage['id']): string[] {
  return BEFORE[id].flatMap((earlier) => {
    const state = chain.find((stage) => stage.id === earlier)?.state ?? 'ok';
    return state === 'ok' ? [] : [SICK[earlier as keyof typeof SICK][state]];
  });
}
