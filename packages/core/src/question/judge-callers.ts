/** Judges one target for many callers: each kind of answer is walked once and then holds for all that are alike. */
import { groupBy } from '../mesh/memory/look-up.ts';
import { type Mesh, onlyOfMesh } from '../mesh/mesh.ts';
import { resolveCallers } from '../path/caller.ts';
import type { Caller } from '../path/facts.ts';
import { judgePath, type PathJudgement } from '../report/judge-path.ts';
import type { PathQuery, To } from '../state/path-query.ts';
import { type PossibleCaller, possibleCallers } from './callers.ts';
import { tellApart } from './what-tells-apart.ts';

/** Callers with the same answer, and that answer for the first of them. */
export interface CallerGroup {
  callers: readonly PossibleCaller[];
  judgement: PathJudgement;
}

const byClass = onlyOfMesh((mesh: Mesh): readonly (readonly PossibleCaller[])[] => [
  ...groupBy(possibleCallers(mesh), (caller) => caller.class).values(),
]);

/** Every possible caller of the target, or those that are asked. The answer is what asking each alone would give. */
export function judgeCallers(
  mesh: Mesh,
  to: To,
  http: PathQuery['http'],
  isAsked: (caller: PossibleCaller) => boolean = () => true,
): CallerGroup[] {
  return byClass(mesh).flatMap((group) => {
    const asked = group.filter(isAsked);
    if (asked.length === 0) return [];
    return splitByTarget(mesh, asked, to).flatMap((part) => judgeClass(mesh, part, to, http));
  });
}

/** What a name or an address means depends on the caller's namespace (P3, S2); a pod that calls itself never leaves (walk). */
function splitByTarget(mesh: Mesh, group: readonly PossibleCaller[], to: To): readonly (readonly PossibleCaller[])[] {
  if (group.length === 1 || (to.kind === 'service' && isPlain(mesh, to))) return [group];
  const own = to.kind === 'pod' ? mesh.pods.byName.get(`${to.namespace}/${to.name}`) : undefined;
  const target = to.kind === 'ip' ? mesh.pods.byIp.get(to.address) : own;
  const isOwn = ({ end }: PossibleCaller): boolean =>
    target !== undefined && end.namespace === target.namespace && end.name === target.workload.name;
  return [
    ...groupBy([...group], (caller) => `${isOwn(caller)} ${to.kind === 'pod' ? '' : caller.end.namespace}`).values(),
  ];
}

/** A Service means itself to everybody; an alias is followed, and an entry may be private to a namespace (D5, D7). */
const isPlain = (mesh: Mesh, { namespace, name }: { namespace: string; name: string }): boolean => {
  const service = mesh.services.byName.get(`${namespace}/${name}`);
  return service !== undefined && service.type !== 'ExternalName';
};

function judgeClass(mesh: Mesh, members: readonly PossibleCaller[], to: To, http: PathQuery['http']): CallerGroup[] {
  const judge = (caller: PossibleCaller): PathJudgement => judgePath(mesh, { from: caller.from, to, http });
  const first = members[0]!;
  const judgement = judge(first);
  if (members.length === 1 || judgement.refusal) return [{ callers: members, judgement }];
  const { isPerNode, textOf } = tellApart(
    mesh,
    judgement.judged.map(({ trace }) => trace),
  );
  const groups = groupBy([...members], (caller) => joined(walkedAs(mesh, caller, isPerNode), textOf));
  return [...groups.values()].map((group) => ({
    callers: group,
    judgement: group[0] === first ? judgement : judge(group[0]!),
  }));
}

/** The pods that the walk takes for a caller; where the node decides (L3), one for each node. */
function walkedAs(mesh: Mesh, { from, callers }: PossibleCaller, isPerNode: boolean): readonly Caller[] {
  const resolved = isPerNode && from.kind === 'workload' ? resolveCallers(mesh, from, true) : { callers };
  return 'callers' in resolved ? resolved.callers : callers;
}

function joined(callers: readonly Caller[], textOf: (caller: Caller) => string): string {
  if (callers.length === 1) return textOf(callers[0]!);
  const texts = callers.map(textOf);
  if (new Set(texts).size === 1) return texts[0]!;
  return callers.map(({ alike, of }, i) => `${alike}/${of}×${texts[i]}`).join('\n');
}
