/** What lets a caller in that policies refuse: a rule of its own, or an identity. */
import type { Mesh } from '../../mesh/mesh.ts';
import type { WalkTrace } from '../../path/facts.ts';
import { parsePrincipal, type Ref, ref } from '../../state/refs.ts';
import { changed, created, type Json, type SuggestedChange } from '../change.ts';
import { enrolled } from '../enrol.ts';
import type { PolicyRefusal } from './refusal.ts';

/** One rule more that admits a principal, on one port where the policy asks for ports. */
export function listing(policy: Ref, principal: string, port: number | null): SuggestedChange {
  return changed(policy, ['spec', 'rules', '-'], null, ruleFor(principal, port));
}

const ruleFor = (principal: string, port: number | null): Json => ({
  from: [{ source: { principals: [principal] } }],
  ...(port === null ? {} : { to: [{ operation: { ports: [String(port)] } }] }),
});

/** The caller in a policy of the destination's namespace that has rules, else in one of its own; none without an identity. */
export function admitting({ admitted, backend, destination }: WalkTrace, refusal: PolicyRefusal): SuggestedChange[] {
  const account = parsePrincipal(refusal.identity);
  if (!account || !admitted || !destination) return [];
  const port = admitted.seen.destinationPort;
  const own = [refusal.policy, ...refusal.others].find(
    ({ object, rules }) => object !== null && object.namespace === destination.namespace && rules.length > 0,
  );
  if (own) {
    const asksForPort = own.rules.flat(2).some(({ destinationPorts }) => destinationPorts.length > 0);
    const object = ref('AuthorizationPolicy', own.namespace, own.name);
    return [listing(object, refusal.identity, asksForPort ? port : null)];
  }
  if (!backend?.selector || Object.keys(backend.selector).length === 0) return [];
  const name = `${backend.name}-from-${account.namespace}-${account.serviceAccount}`;
  const spec = {
    selector: { matchLabels: backend.selector },
    action: 'ALLOW',
    rules: [ruleFor(refusal.identity, port)],
  };
  return [created(ref('AuthorizationPolicy', destination.namespace, name), { spec })];
}

/** The caller's namespace is taken into the mesh, where that takes the caller in (E2). */
export function enrolling(mesh: Mesh, { caller }: WalkTrace): SuggestedChange[] {
  return caller.pod && caller.kind === 'unmeshed' ? enrolled(mesh, [caller.pod]) : [];
}
