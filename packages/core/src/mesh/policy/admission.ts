/** A9, M2: the whole set of policies that the destination ztunnel holds for a workload. */
import type { AuthorizationPolicy } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import type { ZtunnelPolicy } from '../../state/readings.ts';
import { perSlice } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import type { Workload } from '../service/workload.ts';
import { fromPod } from '../service/workloads.ts';
import { addsImplicitPolicies, implicitPoliciesFor } from './implicit-policy.ts';
import { type EffectiveMtls, effectiveMtls } from './mtls.ts';
import { appliesToWorkload, type ConvertedRule, convertPolicy, policiesForNamespace } from './policy.ts';

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

/** A1-A9, A13, M1-M3: everything that decides at the destination ztunnel of a workload. */
export const admissionOf = perMesh(
  (mesh: Mesh, workload: { namespace: string; name?: string; labels: Labels }): Admission => {
    const own = policiesForNamespace(mesh, workload.namespace)
      .filter((policy) => appliesToWorkload(mesh, policy, workload))
      .map((policy) => held(mesh, policy));
    const mtls = effectiveMtls(mesh, workload);
    const added = [...mtls.policies, ...implicitFor(mesh, workload)].map(ofNoObject);
    return { policies: added.length === 0 ? own : [...added, ...own], mtls };
  },
);

/** Written out, as one is made for each workload. */
const ofNoObject = ({ name, namespace, scope, action, rules, dryRun }: ZtunnelPolicy): HeldPolicy => ({
  name,
  namespace,
  scope,
  action,
  rules,
  dryRun,
  object: null,
  converted: [],
});

function implicitFor(mesh: Mesh, workload: { namespace: string; name?: string }): ZtunnelPolicy[] {
  const pod = addsImplicitPolicies(mesh) ? mesh.pods.byName.get(`${workload.namespace}/${workload.name ?? ''}`) : null;
  const known = pod ? fromPod(mesh, pod) : null;
  return known ? implicitPoliciesFor(mesh, known) : [];
}

/** What istiod writes on a workload as its own policies (A9): those that select it, mTLS (M2, M3) and A13's; as `namespace/name`. */
export function policyNamesOf(mesh: Mesh, workload: Workload): string[] {
  const { labels, namespace } = workload;
  if (labels === null) return [];
  const selecting = policiesForNamespace(mesh, namespace)
    .filter((policy) => policy.selector !== null && appliesToWorkload(mesh, policy, { namespace, labels }))
    .map((policy) => `${policy.namespace}/${policy.name}`)
    .sort();
  const implicit = implicitPoliciesFor(mesh, workload).map((policy) => `${policy.namespace}/${policy.name}`);
  return [...selecting, ...effectiveMtls(mesh, { namespace, labels }).references, ...implicit];
}

function held(mesh: Mesh, policy: AuthorizationPolicy): HeldPolicy {
  const known = conversions(policy);
  let converted = known.get(mesh.rootNamespace);
  if (!converted) {
    converted = { object: policy, ...convertPolicy(mesh, policy) };
    known.set(mesh.rootNamespace, converted);
  }
  return converted;
}
