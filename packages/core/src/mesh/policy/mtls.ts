/** Section 10: the effective mTLS mode of a workload and the policy it becomes at ztunnel. */
import type { PeerAuthentication } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import type { ZtunnelMatch, ZtunnelPolicy } from '../../state/readings.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { matchesLabels } from '../service/selector.ts';
import { emptyMatch } from './policy.ts';

export const STATIC_STRICT = 'istio_converted_static_strict';
const CONVERTED = 'converted_peer_authentication_';

/** M1: the PeerAuthentications that decide for a workload, one a level. */
export interface EffectiveMtls {
  mesh: PeerAuthentication | null;
  namespace: PeerAuthentication | null;
  workload: PeerAuthentication | null;
  strict: boolean;
  /** the policies that enforce it at ztunnel (M2, M3); empty = plaintext is accepted */
  policies: readonly ZtunnelPolicy[];
  /** `namespace/name` of the policies istiod names on the workload; one that it never sends enforces nothing (A9) */
  references: readonly string[];
  /** the object that decided; null = the default, PERMISSIVE */
  decidedBy: PeerAuthentication | null;
}

type Levels = Pick<EffectiveMtls, 'mesh' | 'namespace' | 'workload'>;

const oldest = (list: PeerAuthentication[]): PeerAuthentication | null =>
  [...list].sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || a.name.localeCompare(b.name))[0] ??
  null;

const selects = (pa: PeerAuthentication): boolean => pa.selector !== null && Object.keys(pa.selector).length > 0;

const isOpen = (mode: string): boolean => mode === 'PERMISSIVE' || mode === 'DISABLE';

/** M1-M3 for one workload. */
export function effectiveMtls(mesh: Mesh, workload: { namespace: string; labels: Labels }): EffectiveMtls {
  const levels = levelsOf(mesh, workload);
  const inherited = [levels.namespace, levels.mesh].find((pa) => pa !== null && pa.mode !== 'UNSET') ?? null;
  const own = levels.workload;
  const decidedBy = own && own.mode !== 'UNSET' ? own : inherited;
  const strict = decidedBy?.mode === 'STRICT';
  if (own && hasPortExceptions(own, strict)) {
    const policy = convertPeerAuthentication(mesh, own);
    const references = [`${own.namespace}/${CONVERTED}${own.name}`];
    return { strict, ...levels, policies: policy ? [policy] : [], references, decidedBy: own };
  }
  const policies = strict ? [staticStrict(mesh)] : [];
  return {
    strict,
    ...levels,
    policies,
    references: policies.map((policy) => `${policy.namespace}/${policy.name}`),
    decidedBy,
  };
}

/** M1: the oldest of each level; a policy of the root namespace with a selector, be it an empty one, holds in no other namespace. */
function levelsOf(mesh: Mesh, workload: { namespace: string; labels: Labels }): Levels {
  const { mesh: everywhere, namespace, selecting } = levelsIn(mesh, workload.namespace);
  const own = selecting.filter((pa) => matchesLabels(pa.selector ?? {}, workload.labels));
  return { mesh: everywhere, namespace, workload: oldest(own) };
}

/** What holds in a namespace whatever the workload, and the policies that select among its workloads. */
const levelsIn = perMesh((mesh: Mesh, namespace: string) => {
  const groups = byNamespace(mesh.state.peerAuthentications);
  const of = (name: string) => (groups.get(name) ?? []).filter((pa) => isSeenConfig(mesh, pa));
  const inRoot = namespace === mesh.rootNamespace;
  const meshLevel = oldest(of(mesh.rootNamespace).filter((pa) => pa.selector === null || (inRoot && !selects(pa))));
  if (inRoot) return { mesh: meshLevel, namespace: null, selecting: [] };
  const local = of(namespace);
  return { mesh: meshLevel, namespace: oldest(local.filter((pa) => !selects(pa))), selecting: local.filter(selects) };
});

const byNamespace = perSlice((list: readonly PeerAuthentication[]) => groupBy(list, (pa) => pa.namespace));

/** M3: the ports ask for something else than the workload, so its own converted policy replaces the static one. */
function hasPortExceptions(pa: PeerAuthentication, strict: boolean): boolean {
  const modes = Object.values(pa.portModes);
  if (pa.mode === 'STRICT') return modes.some(isOpen);
  // Under an inherited STRICT only PERMISSIVE is recognised as an exception, not DISABLE.
  return modes.includes(strict ? 'PERMISSIVE' : 'STRICT');
}

/** M2: a DENY for every connection without a principal. */
export function staticStrict(mesh: Mesh): ZtunnelPolicy {
  return deny(mesh.rootNamespace, STATIC_STRICT, [[[withoutIdentity()]]]);
}

/**
 * M3: a selector policy with port modes as istiod sends it; null where it sends none. The clauses of the last rule are
 * AND-ed: no identity, and none of the excepted ports.
 */
export function convertPeerAuthentication(mesh: Mesh, pa: PeerAuthentication): ZtunnelPolicy | null {
  const ports = Object.entries(pa.portModes)
    .map(([port, mode]) => ({ port: Number(port), mode }))
    .sort((a, b) => a.port - b.port);
  if (pa.namespace === mesh.rootNamespace || pa.selector === null || ports.length === 0) return null;
  const parents = parentsOf(mesh, pa);
  const closed = ports.filter(({ mode }) => mode === 'STRICT' && !isStrictAnyway(pa, parents));
  const open = ports.filter(({ mode }) => isOpen(mode) && !isOpenAnyway(pa, parents));
  if (pa.mode === 'STRICT' && open.length === 0) return null;
  const rules = closed.map(({ port }) => [[{ ...withoutIdentity(), destinationPorts: [port] }]]);
  const clauses: ZtunnelMatch[][] = open.map(({ port }) => [{ ...emptyMatch(), notDestinationPorts: [port] }]);
  if (pa.mode === 'STRICT') clauses.unshift([withoutIdentity()]);
  if (open.length > 0 && isParentStrict(parents)) clauses.push([withoutIdentity()]);
  if (clauses.length > 0) rules.push(clauses);
  return rules.length === 0 ? null : deny(pa.namespace, `${CONVERTED}${pa.name}`, rules);
}

interface Parents {
  /** mode of the namespace's policy; null without one */
  namespace: string | null;
  mesh: string | null;
}

function parentsOf(mesh: Mesh, pa: PeerAuthentication): Parents {
  const plain = mesh.state.peerAuthentications.filter((p) => p.selector === null && isSeenConfig(mesh, p));
  const modeIn = (namespace: string) => oldest(plain.filter((p) => p.namespace === namespace))?.mode ?? null;
  return { namespace: modeIn(pa.namespace), mesh: modeIn(mesh.rootNamespace) };
}

const isUnset = (mode: string | null): boolean => mode === null || mode === 'UNSET';

function isParentStrict(parents: Parents): boolean {
  return parents.namespace === 'STRICT' || (isUnset(parents.namespace) && parents.mesh === 'STRICT');
}

/** istiod's own test: a STRICT mesh counts here even where the workload itself is PERMISSIVE. */
function isStrictAnyway(pa: PeerAuthentication, parents: Parents): boolean {
  if (pa.mode === 'STRICT') return true;
  if (pa.mode === 'UNSET' && parents.namespace === 'STRICT') return true;
  return isUnset(parents.namespace) && parents.mesh === 'STRICT';
}

/** istiod's own test: a namespace policy that says nothing counts as not STRICT here. */
function isOpenAnyway(pa: PeerAuthentication, parents: Parents): boolean {
  if (isOpen(pa.mode)) return true;
  if (pa.mode !== 'UNSET') return false;
  return (parents.namespace ?? parents.mesh) !== 'STRICT';
}

const withoutIdentity = (): ZtunnelMatch => ({ ...emptyMatch(), notPrincipals: [{ kind: 'Presence', value: '' }] });

function deny(namespace: string, name: string, rules: ZtunnelPolicy['rules']): ZtunnelPolicy {
  return { name, namespace, scope: 'WorkloadSelector', action: 'Deny', rules, dryRun: false };
}

/** The policy is STRICT mTLS in its converted form, not one that somebody wrote. */
export function isConvertedMtls(policy: { name: string }): boolean {
  return policy.name === STATIC_STRICT || policy.name.startsWith(CONVERTED);
}
