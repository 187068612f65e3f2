/** "Who may call whom?": every caller of the mesh against every Service port of one namespace, alike callers in one row. */
import { groupBy } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { belongsToWaypoint } from '../mesh/waypoint/waypoint.ts';
import { meshOf } from '../report/meshes.ts';
import type { Service } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { formatTo, type To } from '../state/path-query.ts';
import type { AccessAnswer, AccessDecision, AccessMatrix, AccessRow } from './access-answer.ts';
import { CALLER_KINDS, type PossibleCaller } from './callers.ts';
import { judgeCallers } from './judge-callers.ts';
import type { Decider, ReachEnd, ReachGroup } from './reach-answer.ts';
import { groupAnswers } from './reach-groups.ts';
import { unreadKinds } from './unread-kinds.ts';

/** A table that is wider or longer is read by nobody: `text` narrows it. */
const MOST_TARGETS = 40;
const MOST_ROWS = 300;
const MOST_ENDS = 60;

export interface AccessAsk {
  namespace: string;
  /** only Services whose name holds it; '' = all */
  text: string;
}

/** The whole answer at once. */
export function accessMatrix(state: MeshState, ask: AccessAsk): AccessMatrix {
  const steps = accessSteps(state, ask);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps, one target each, for whoever has other things to do between them. */
export function* accessSteps(state: MeshState, { namespace, text }: AccessAsk): Generator<undefined, AccessMatrix> {
  const mesh = meshOf(state);
  const all = targetsOf(mesh, namespace, text);
  const asked = all.slice(0, MOST_TARGETS);
  const table = new Table();
  for (const to of asked) {
    table.addTarget(
      groupAnswers(
        judgeCallers(mesh, to, null, isListed).map(({ callers, judgement }) => ({
          ends: callers.map(({ end }) => end),
          judgement,
        })),
      ),
    );
    yield;
  }
  const rows = table.rows();
  return {
    namespace,
    targets: asked.map((to) => ({ text: formatTo(to), service: to.name, port: to.port })),
    moreTargets: all.length - asked.length,
    rows: rows.slice(0, MOST_ROWS),
    moreRows: Math.max(0, rows.length - MOST_ROWS),
    answers: table.answers,
    notKnown: unreadKinds(mesh, [
      ...CALLER_KINDS,
      'Service',
      'AuthorizationPolicy',
      'PeerAuthentication',
      'NetworkPolicy',
    ]),
  };
}

/** N3: kubelets only probe the pods of their own node, which is no question of who may call. */
const isListed = ({ end }: PossibleCaller): boolean => end.kind !== 'node';

/** W9: nobody calls a waypoint by its own Service, and an alias has no policies. */
const isCalled = ({ type, labels }: Service): boolean => type !== 'ExternalName' && !belongsToWaypoint(labels);

type ServicePort = Extract<To, { kind: 'service' }>;

function targetsOf(mesh: Mesh, namespace: string, text: string): ServicePort[] {
  return mesh.services
    .all()
    .filter((one) => one.namespace === namespace && isCalled(one) && one.name.includes(text))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, ports }) =>
      ports
        .filter(({ protocol }) => protocol !== 'UDP')
        .map(({ port }): ServicePort => ({ kind: 'service', namespace, name, port })),
    );
}

/** Collects the answers target by target. */
class Table {
  readonly answers: AccessAnswer[] = [];
  private readonly known = new Map<string, number>();
  private readonly callers = new Map<string, { end: ReachEnd; cells: number[] }>();

  addTarget(groups: readonly ReachGroup[]): void {
    for (const { ends, ...group } of groups) {
      const answer = this.indexOf({ ...decisionOf(group), ...group });
      for (const end of ends) {
        const caller = this.callers.get(end.text) ?? { end, cells: [] };
        this.callers.set(end.text, caller);
        caller.cells.push(answer);
      }
    }
  }

  private indexOf(answer: AccessAnswer): number {
    const key = JSON.stringify(answer);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.answers.length);
    return this.answers.push(answer) - 1;
  }

  /** Workloads first, then what stands at the edge; larger groups before smaller ones. */
  rows(): AccessRow[] {
    const groups = groupBy(
      [...this.callers.values()],
      ({ end, cells }) => `${end.kind === 'workload'} ${cells.join()}`,
    );
    return [...groups.values()]
      .map((alike) => ({
        callers: alike.length,
        namespaces: [...new Set(alike.map(({ end }) => end.namespace))].sort(),
        ends: alike
          .map(({ end }) => end)
          .sort((a, b) => (a.text < b.text ? -1 : 1))
          .slice(0, MOST_ENDS),
        cells: alike[0]!.cells,
      }))
      .sort((a, b) => edge(a) - edge(b) || b.callers - a.callers || (a.ends[0]!.text < b.ends[0]!.text ? -1 : 1));
  }
}

const edge = ({ ends }: AccessRow): number => (ends[0]?.kind === 'workload' ? 0 : 1);

/** Where the verdict is unknown, what the configuration alone says counts, unconfirmed. */
function decisionOf(group: Omit<ReachGroup, 'ends'>): Pick<AccessAnswer, 'decision' | 'confirmed'> {
  const { verdict, expected, deciders } = group;
  const confirmed = verdict !== 'unknown';
  const outcome = confirmed ? verdict : expected;
  if (outcome === 'blocked') return { decision: whyBlocked(deciders, confirmed), confirmed };
  if (hasEffect(deciders, 'depends')) return { decision: 'depends', confirmed };
  return { decision: outcome === 'varies' ? whyVaries(deciders) : WHERE_NOTHING_STOPS[outcome], confirmed };
}

const WHERE_NOTHING_STOPS = { delivered: 'allowed', degraded: 'allowed', unknown: 'unknown' } as const;

const hasEffect = (deciders: readonly Decider[], effect: Decider['effect']): boolean =>
  deciders.some((decider) => decider.effect === effect);

/** What a failure stops in part is not refused in part. */
const whyVaries = (deciders: readonly Decider[]): AccessDecision =>
  hasEffect(deciders, 'stops') && !hasEffect(deciders, 'refuses') ? 'fails' : 'varies';

function whyBlocked(deciders: readonly Decider[], confirmed: boolean): AccessDecision {
  if (hasEffect(deciders, 'refuses')) return 'denied';
  const stopper = deciders.find(({ effect }) => effect === 'stops');
  if (stopper?.check === 'gateway-route-not-attached') return 'not-routed';
  return confirmed || stopper ? 'fails' : 'unknown';
}
