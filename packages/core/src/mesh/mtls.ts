/** Section 10: the effective mTLS mode of a workload and the policy it becomes at ztunnel. */
import type { PeerAuthentication } from '../state/istio.ts';
import type { Labels } from '../state/metadata.ts';
import type { ZtunnelPolicy } from '../state/readings.ts';
import type { Mesh } from './mesh.ts';
import { emptyMatch, isForRevision } from './policy.ts';
import { matchesLabels } from './selector.ts';

export const STATIC_STRICT = 'istio_converted_static_strict';

/** M1: the PeerAuthentications that decide for a workload, one a level. */
export interface EffectiveMtls {
  mesh: PeerAuthentication | null;
  namespace: PeerAuthentication | null;
  workload: PeerAuthentication | null;
  strict: boolean;
  /** the policies that enforce it at ztunnel (M2, M3); empty = plaintext is accepted */
  policies: readonly ZtunnelPolicy[];
  /** the object that decided; null = the default, PERMISSIVE */
  decidedBy: PeerAuthentication | null;
}

const oldest = (list: PeerAuthentication[]): PeerAuthentication | null =>
  [...list].sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || a.name.localeCompare(b.name))[0] ??
  null;

const selects = (pa: PeerAuthentication): boolean => pa.selector !== null && Object.keys(pa.selector).length > 0;

/** M1-M3 for one workload. */
export function effectiveMtls(mesh: Mesh, workload: { namespace: string; labels: Labels }): EffectiveMtls {
  const all = mesh.state.peerAuthentications.filter((pa) => isForRevision(mesh, pa.labels));
  const meshLevel = oldest(all.filter((pa) => pa.namespace === mesh.rootNamespace && !selects(pa)));
  const inRoot = workload.namespace === mesh.rootNamespace;
  const namespaceLevel = inRoot
    ? null
    : oldest(all.filter((pa) => pa.namespace === workload.namespace && !selects(pa)));
  const workloadLevel = inRoot
    ? null
    : oldest(
        all.filter(
          (pa) =>
            pa.namespace === workload.namespace && selects(pa) && matchesLabels(pa.selector ?? {}, workload.labels),
        ),
      );
  const inherited = [namespaceLevel, meshLevel].find((pa) => pa !== null && pa.mode !== 'UNSET') ?? null;
  const decidedBy = workloadLevel && workloadLevel.mode !== 'UNSET' ? workloadLevel : inherited;
  const strict = decidedBy?.mode === 'STRICT';
  const levels = { mesh: meshLevel, namespace: namespaceLevel, workload: workloadLevel, strict };
  const ports = workloadLevel ? portPolicy(workloadLevel, strict) : null;
  if (ports) return { ...levels, policies: [ports], decidedBy: workloadLevel };
  return { ...levels, policies: strict ? [staticStrict(mesh)] : [], decidedBy };
}

/** M2: a DENY for every connection without a principal. */
function staticStrict(mesh: Mesh): ZtunnelPolicy {
  return denyWithoutIdentity(mesh.rootNamespace, STATIC_STRICT, [
    [[{ ...emptyMatch(), notPrincipals: [{ kind: 'Presence', value: '' }] }]],
  ]);
}

/** M3: port modes that differ from the workload's mode replace the static policy by one of their own. */
function portPolicy(pa: PeerAuthentication, strict: boolean): ZtunnelPolicy | null {
  const ports = Object.entries(pa.portModes).map(([port, mode]) => ({ port: Number(port), mode }));
  const name = `converted_peer_authentication_${pa.name}`;
  const noIdentity = { ...emptyMatch(), notPrincipals: [{ kind: 'Presence', value: '' }] };
  if (strict) {
    // Under an inherited STRICT only PERMISSIVE makes an exception; DISABLE does so only where the policy itself says STRICT.
    const open = ports
      .filter(({ mode }) => mode === 'PERMISSIVE' || (mode === 'DISABLE' && pa.mode === 'STRICT'))
      .map(({ port }) => port);
    return open.length === 0
      ? null
      : denyWithoutIdentity(pa.namespace, name, [[[{ ...noIdentity, notDestinationPorts: open }]]]);
  }
  const closed = ports.filter(({ mode }) => mode === 'STRICT').map(({ port }) => port);
  return closed.length === 0
    ? null
    : denyWithoutIdentity(pa.namespace, name, [[[{ ...noIdentity, destinationPorts: closed }]]]);
}

function denyWithoutIdentity(namespace: string, name: string, rules: ZtunnelPolicy['rules']): ZtunnelPolicy {
  return { name, namespace, scope: 'WorkloadSelector', action: 'Deny', rules, dryRun: false };
}

/** The policy is STRICT mTLS in its converted form, not one that somebody wrote. */
export function isConvertedMtls(policy: { name: string }): boolean {
  return policy.name === STATIC_STRICT || policy.name.startsWith('converted_peer_authentication_');
}
