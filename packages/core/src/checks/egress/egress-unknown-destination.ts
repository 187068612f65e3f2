import { redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 160 (X1, L7): ztunnel lets unknown destinations through, whatever MeshConfig says. */
export const egressUnknownDestination: Check = {
  id: 'egress-unknown-destination',
  number: 160,
  stage: 'egress',
  title: 'Calls to unknown hosts leave although only known ones are to be allowed',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['external'],
  tier: 0,
  needs: ['ConfigMap', 'Pod', 'ServiceEntry'],
  uses: ['Service'],
  why: 'The mesh is told to allow only hosts that it knows. ztunnel does not enforce that: it sends what it does not know as it is, in plain text and without control.',
  notProof: 'Meshes that allow any host, and callers with sidecars, which enforce the setting.',
  cite: 'X1, L7',
  detect(mesh) {
    if (mesh.state.meshConfig?.outboundTrafficPolicy !== 'REGISTRY_ONLY') return [];
    if (!hasCaptured(mesh)) return [];
    const sentence =
      'Only hosts that the mesh knows are to be allowed, which ztunnel does not enforce: calls of its pods to other hosts leave, plain and without control.';
    return [{ ...finding(mesh, sentence), severity: 'latent' }];
  },
  judge(mesh, trace) {
    const { target, caller, naming } = trace;
    if (mesh.state.meshConfig?.outboundTrafficPolicy !== 'REGISTRY_ONLY' || caller.kind !== 'ambient') return null;
    if (target.kind !== 'unknown' || naming?.bypassed) return null;
    const host = naming?.host ?? target.address;
    return finding(
      mesh,
      `\`${host}\` is unknown to the mesh, and the call leaves all the same, plain and without control: ztunnel does not enforce REGISTRY_ONLY.`,
    );
  },
};

const capturedIn = inEachNamespace((_mesh, { pods }) =>
  pods.some((pod) => redirectionOf(pod) === 'enabled') ? [true] : [],
);
const hasCaptured = (mesh: Mesh): boolean => capturedIn(mesh).length > 0;

function finding(mesh: Mesh, sentence: string): Found {
  const subject = ref('Namespace', '', mesh.rootNamespace);
  return {
    subject,
    sentence,
    evidence: [
      field(
        ref('ConfigMap', mesh.rootNamespace, 'istio'),
        'outboundTrafficPolicy.mode',
        'REGISTRY_ONLY',
        'a NetworkPolicy that enforces it',
      ),
    ],
    fix: [remedy('Close the way out with a NetworkPolicy, and describe allowed hosts with ServiceEntries.')],
  };
}
