/** N1, N2: a NetworkPolicy, and the pods whose packets it judges; the network plugin enforces it, not the mesh. */
import { isRedirected } from '../mesh/enrolment/enrolment.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { foreignPoliciesOf, foreignWord } from '../mesh/network-policy/foreign-policies.ts';
import { policiesSelecting } from '../mesh/network-policy/network-policy.ts';
import type { NetworkPolicy, Pod } from '../state/kubernetes.ts';
import { nameOf } from '../state/refs.ts';
import { podPlace } from './effect-places.ts';
import type { Effect } from './policy-answer.ts';

/** The effect of one of that name. */
export function networkEffect(mesh: Mesh, namespace: string, name: string): Effect | null {
  const policy = mesh.state.networkPolicies.find((one) => one.namespace === namespace && one.name === name);
  if (!policy) return null;
  const pods = (mesh.pods.byNamespace.get(namespace) ?? []).filter((pod) => !isFinished(pod));
  const enforced = (['Ingress', 'Egress'] as const).flatMap((direction) => {
    const selected = pods.filter((pod) => policiesSelecting(mesh, pod, direction).includes(policy));
    if (selected.length === 0) return [];
    const place = podPlace(
      'network',
      `by the network plugin on what ${direction === 'Ingress' ? 'reaches' : 'leaves'}`,
      selected,
    );
    return [{ ...place, sentence: `${place.sentence}${portNote(policy, direction, selected)}` }];
  });
  if (enforced.length === 0)
    return {
      enforced,
      notEnforced: [{ what: 'it', why: 'selects no pod that has a network of its own', rule: 'N1' }],
      rules: [],
    };
  const [foreign] = foreignPoliciesOf(mesh, [namespace]);
  const rest = foreign
    ? [
        {
          what: `${foreignWord(foreign.kind)} \`${nameOf(foreign)}\``,
          why: 'may decide otherwise and is not evaluated',
          rule: 'N5',
        },
      ]
    : [];
  return { enforced, notEnforced: rest, rules: [] };
}

const HBONE_PORT = 15_008;

/** N2: to captured pods every packet of the mesh looks like port 15008, whatever port is meant. */
function portNote(policy: NetworkPolicy, direction: 'Ingress' | 'Egress', pods: readonly Pod[]): string {
  const rules = direction === 'Ingress' ? policy.ingress : policy.egress;
  if (!pods.some(isRedirected) || rules.length === 0) return '';
  const admits = rules.some(
    ({ ports }) =>
      ports.length === 0 ||
      ports.some(
        ({ port, endPort }) =>
          port === null || (typeof port === 'number' && port <= HBONE_PORT && (endPort ?? port) >= HBONE_PORT),
      ),
  );
  return admits ? '' : ', and no rule of it admits port 15008, which traffic of the mesh uses';
}
