/** A9, M2: the whole set of policies that the destination ztunnel holds for a workload. */
import type { AuthorizationPolicy } from '../state/istio.ts';
import type { Labels } from '../state/metadata.ts';
import type { ZtunnelPolicy } from '../state/readings.ts';
import { type Mesh, perSlice } from './mesh.ts';
import { type EffectiveMtls, effectiveMtls } from './mtls.ts';
import { appliesToWorkload, type ConvertedRule, convertPolicy } from './policy.ts';

/** A policy that holds for a workload, beside the object it came from. */
export interface HeldPolicy extends ZtunnelPolicy {
  object: AuthorizationPolicy | null;
  converted: ConvertedRule[];
}

export interface Admission {
  policies: readonly HeldPolicy[];
  mtls: EffectiveMtls;
}

const conversions = perSlice((_policy: AuthorizationPolicy) => new Map<string, HeldPolicy>());

/** A1-A9, M1-M3: everything that decides at the destination ztunnel of a workload. */
export function admissionOf(mesh: Mesh, workload: { namespace: string; labels: Labels }): Admission {
  const own = mesh.state.authorizationPolicies
    .filter((policy) => appliesToWorkload(mesh, policy, workload))
    .map((policy) => held(mesh, policy));
  const mtls = effectiveMtls(mesh, workload);
  return { policies: [...mtls.policies.map((policy) => ({ ...policy, object: null, converted: [] })), ...own], mtls };
}

function held(mesh: Mesh, policy: AuthorizationPolicy): HeldPolicy {
  const known = conversions(policy);
  let converted = known.get(mesh.rootNamespace);
  if (!converted) {
    converted = { ...convertPolicy(mesh, policy), object: policy };
    known.set(mesh.rootNamespace, converted);
  }
  return converted;
}
