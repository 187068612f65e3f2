/** "Who can reach this?" and "what does this reach?": the same walk, asked of every caller or every target of the mesh. */
import type { Mesh } from '../mesh/mesh.ts';
import { resolveCallers } from '../path/caller.ts';
import { OUTSIDE, resolveTarget } from '../path/target.ts';
import { judgePath } from '../report/judge-path.ts';
import { meshOf } from '../report/meshes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { type From, formatFrom, formatTo, type PathQuery, type To } from '../state/path-query.ts';
import { CALLER_KINDS, possibleCaller } from './callers.ts';
import { judgeCallers } from './judge-callers.ts';
import type { Reach, ReachEnd } from './reach-answer.ts';
import { type Answered, groupAnswers } from './reach-groups.ts';
import { unreadKinds } from './unread-kinds.ts';

/** Every caller of the mesh, grouped by what decides. Equal to asking `explain` for each of them. */
export function whoCanReach(state: MeshState, to: To, http: PathQuery['http'] = null): Reach {
  const mesh = meshOf(state);
  const about = formatTo(to);
  const target = resolveTarget(mesh, to, OUTSIDE);
  if ('refusal' in target) return refused(mesh, 'to', about, target.refusal.sentence);
  const answers = judgeCallers(mesh, to, http).map(({ callers, judgement }) => ({
    ends: callers.map(({ end }) => end),
    judgement,
  }));
  return answered(mesh, 'to', about, answers);
}

/** Every Service port and outside host of the mesh, grouped by what decides. */
export function whatItReaches(state: MeshState, from: From, http: PathQuery['http'] = null): Reach {
  const mesh = meshOf(state);
  const about = formatFrom(from);
  if (possibleCaller(mesh, from) === null) {
    const resolved = resolveCallers(mesh, from);
    return refused(mesh, 'from', about, 'refusal' in resolved ? resolved.refusal.sentence : '');
  }
  const answers = targetsOf(mesh).map(({ to, end }) => ({
    ends: [end],
    judgement: judgePath(mesh, { from, to, http }),
  }));
  return answered(mesh, 'from', about, answers);
}

/** TCP ports of Services, and hosts of ServiceEntries that are names. */
function targetsOf(mesh: Mesh): { to: To; end: ReachEnd }[] {
  const services = mesh.services
    .all()
    .flatMap(({ namespace, name, ports, type }) =>
      type === 'ExternalName'
        ? []
        : ports
            .filter(({ protocol }) => protocol !== 'UDP')
            .map(({ port }) => endOf({ kind: 'service', namespace, name, port }, 'service', namespace, name)),
    );
  const hosts = mesh.state.serviceEntries.flatMap(({ namespace, hosts: names, ports }) =>
    names
      .filter((host) => !host.includes('*'))
      .flatMap((host) =>
        ports.map(({ number }) => endOf({ kind: 'host', host, port: number }, 'host', namespace, host)),
      ),
  );
  return [...services, ...hosts];
}

function endOf(to: To, kind: ReachEnd['kind'], namespace: string, name: string): { to: To; end: ReachEnd } {
  return { to, end: { text: formatTo(to), kind, namespace, name, pods: 0, identity: '' } };
}

function refused(mesh: Mesh, direction: Reach['direction'], about: string, refusal: string): Reach {
  return { about, direction, sentence: refusal, counts: {}, groups: [], notKnown: [], refusal, asOf: mesh.takenAt };
}

function answered(mesh: Mesh, direction: Reach['direction'], about: string, answers: readonly Answered[]): Reach {
  const groups = groupAnswers(answers);
  const counts: Record<string, number> = {};
  for (const { verdict, ends } of groups) counts[verdict] = (counts[verdict] ?? 0) + ends.length;
  const notKnown = unreadKinds(mesh, direction === 'to' ? CALLER_KINDS : ['Service', 'ServiceEntry']);
  const sentence = `${summaryOf(direction, about, counts)}${notKnown.length > 0 ? ' Others may be missing.' : ''}`;
  return { about, direction, sentence, counts, groups, notKnown, refusal: '', asOf: mesh.takenAt };
}

function summaryOf(direction: Reach['direction'], about: string, counts: Readonly<Record<string, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const reached = (counts['delivered'] ?? 0) + (counts['degraded'] ?? 0);
  const rest = [
    [counts['blocked'] ?? 0, 'do not get through'],
    [counts['varies'] ?? 0, 'get through in part'],
    [counts['unknown'] ?? 0, 'cannot be judged'],
  ] as const;
  const others = rest.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const tail = others.length === 0 ? '.' : `; ${others.join(', ')}.`;
  if (direction === 'to') return `${reached} of ${total} possible callers reach ${about}${tail}`;
  return `${about} reaches ${reached} of ${total} targets${tail}`;
}
