import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation } from '../evidence.ts';
import { type RefusalCode, refusalFinding, refusalOn } from './refusal.ts';

const DECIDES: ReadonlySet<RefusalCode> = new Set([
  'ztunnel-default-deny',
  'ztunnel-explicit-deny',
  'allow-nothing-policy',
]);

/** Catalogue 125 (A3): the policy that decides is one of the whole mesh, where the owners of the service do not look. */
export const globalPolicySurprise: Check = {
  id: 'global-policy-surprise',
  number: 125,
  stage: 'policy',
  title: 'A policy of the whole mesh blocks the call',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod'],
  uses: ['Namespace', 'Gateway', 'Service'],
  explains: ['ztunnel-default-deny', 'ztunnel-explicit-deny', 'allow-nothing-policy'],
  why: 'A policy in the root namespace holds for the workloads of every namespace. Who looks at the policies beside the service finds nothing that refuses the call.',
  notProof:
    'Only where no policy of the namespace of the destination refuses as well; workloads of the root namespace itself.',
  cite: 'A3, A9',
  judge(mesh, trace) {
    const refusal = refusalOn(trace);
    if (!refusal || !DECIDES.has(refusal.code) || trace.destination?.namespace === mesh.rootNamespace) return null;
    if ([refusal.policy, ...refusal.others].some((policy) => policy.namespace !== mesh.rootNamespace)) return null;
    const { namespace, workload } = trace.destination!;
    const destination = nameOf({ namespace, name: workload.name });
    const policy = ref('AuthorizationPolicy', refusal.policy.namespace, refusal.policy.name);
    const how =
      refusal.code === 'ztunnel-explicit-deny'
        ? 'denies the call'
        : refusal.code === 'allow-nothing-policy'
          ? 'denies everything by default, and no other policy admits the call'
          : 'admits listed callers only, and this one is not among them';
    const found = refusalFinding(
      mesh,
      trace,
      refusal,
      `A policy of the whole mesh, \`${nameOf(policy)}\`, stops \`${trace.caller.name}\` on the way to \`${destination}\`: it ${how}.`,
      {
        text:
          refusal.code === 'ztunnel-explicit-deny'
            ? 'Change the policy of the whole mesh; an ALLOW beside the service does not beat a DENY.'
            : `Change the policy of the whole mesh, or add an ALLOW policy for this caller in namespace \`${namespace}\`.`,
      },
    );
    const scope = evaluation('A3', `it stands in the root namespace ${policy.namespace}`, '', policy);
    return { ...found, evidence: [scope, ...found.evidence] };
  },
};
