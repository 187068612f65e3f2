import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { readsNothing } from '../../mesh/policy/request-authentication.ts';
import type { RequestAuthentication } from '../../state/istio.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 108 (R8, R12): tokens are not looked at, although somebody wrote that they should be. */
export const requestauthIneffectiveOrRejecting: Check = {
  id: 'requestauth-ineffective-or-rejecting',
  number: 108,
  stage: 'l7-config',
  title: 'Tokens are not checked',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['RequestAuthentication', 'Pod'],
  uses: ['Gateway', 'GatewayClass', 'Service'],
  why: 'A RequestAuthentication acts at a waypoint that it targets. One by selector acts nowhere in ambient mode, and one whose inline key set holds no key is refused by the waypoint, which goes on with its former configuration.',
  notProof:
    'Namespaces in which a sidecar or a gateway reads the policy. Whether a token would be accepted, and whether keys can be fetched, is not asked.',
  cite: 'R8, R12; analyze IST0149, Kiali KIA1110',
  detect: inEachNamespace((mesh, { namespace }) =>
    (policiesByNamespace(mesh.state.requestAuthentications).get(namespace) ?? []).flatMap((policy) =>
      ineffective(mesh, policy),
    ),
  ),
  judge(_mesh, { waypoint }) {
    return waypoint?.tokens.refused ? refused(waypoint.tokens.refused) : null;
  },
};

const policiesByNamespace = perSlice((list: readonly RequestAuthentication[]) =>
  groupBy(list, (policy) => policy.namespace),
);

function ineffective(mesh: Mesh, policy: RequestAuthentication): Found[] {
  if (policy.withoutKeys.length > 0 && policy.targetRefs.length > 0) return [refused(policy)];
  return readsNothing(mesh, policy) ? [nowhere(policy)] : [];
}

const refOf = (policy: RequestAuthentication) => ref('RequestAuthentication', policy.namespace, policy.name);
const look = (policy: RequestAuthentication): string =>
  `kubectl -n ${policy.namespace} get requestauthentication ${policy.name} -o yaml`;

function nowhere(policy: RequestAuthentication): Found {
  const subject = refOf(policy);
  return {
    subject,
    sentence: `RequestAuthentication \`${nameOf(policy)}\` checks no token: pods in ambient mode have no proxy that reads it.`,
    evidence: [field(subject, 'spec.targetRefs', 'none', 'a Gateway or Service with a waypoint')],
    fix: [remedy('Give it targetRefs to the waypoint or the Service.', look(policy))],
  };
}

function refused(policy: RequestAuthentication): Found {
  const subject = refOf(policy);
  return {
    subject,
    sentence: `RequestAuthentication \`${nameOf(policy)}\` holds no valid key for issuer \`${policy.withoutKeys[0]}\`: the waypoint refuses it and goes on with its former rules.`,
    evidence: [field(subject, 'spec.jwtRules.jwks', 'no key', 'a key of the issuer')],
    fix: [remedy('Write the keys of the issuer, or name where they are fetched (jwksUri).', look(policy))],
  };
}
