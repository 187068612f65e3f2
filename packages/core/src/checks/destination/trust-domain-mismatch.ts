import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { reachesZtunnel } from '../../mesh/policy/policy.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { nameOf, parsePrincipal, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 137 (S8): names of identities begin with the trust domain, and ztunnel knows no other names for it. */
export const trustDomainMismatch: Check = {
  id: 'trust-domain-mismatch',
  number: 137,
  stage: 'destination',
  title: 'Identities of another trust domain',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel', 'source-ztunnel'],
  tier: 0,
  needs: ['ConfigMap', 'AuthorizationPolicy'],
  uses: ['Namespace', 'ztunnel-config', 'Deployment'],
  explains: ['peer-identity-mismatch'],
  why: 'The trust domain of the mesh was changed or differs: certificates or policies still carry another one. ztunnel does not treat aliases as the same, so such identities do not match.',
  notProof: 'Identities of another mesh whose certificates are seen in use here.',
  cite: 'S8; Kiali KIA0108',
  detect(mesh) {
    // Without MeshConfig the trust domain is a guess.
    if (!mesh.state.meshConfig) return [];
    return [
      ...certificateFinding(mesh),
      ...mesh.state.authorizationPolicies.flatMap((policy) => policyFinding(mesh, policy)),
    ];
  },
};

/** Trust domains of the certificates that ztunnels hold. */
const domainsInUse = ofMesh((mesh: Mesh): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const dump of mesh.state.ztunnelDumps)
    for (const { identity, state } of dump.certificates) {
      const domain = parsePrincipal(identity)?.trustDomain;
      if (domain !== undefined && state === 'Available' && !found.has(domain)) found.set(domain, dump.pod);
    }
  return found;
});

function certificateFinding(mesh: Mesh): Found[] {
  const other = [...domainsInUse(mesh)].find(([domain]) => domain !== mesh.trustDomain);
  if (!other) return [];
  const [domain, pod] = other;
  const config = ref('ConfigMap', mesh.rootNamespace, 'istio');
  return [
    {
      subject: ref('Namespace', '', mesh.rootNamespace),
      severity: 'broken',
      sentence: `The mesh has trust domain \`${mesh.trustDomain}\`, but ztunnel still holds certificates of \`${domain}\`: identities do not match.`,
      evidence: [
        field(config, 'trustDomain', mesh.trustDomain, domain),
        reading('ztunnel-config', pod, `certificates of ${domain}`, `certificates of ${mesh.trustDomain}`, null),
      ],
      fix: [
        remedy(
          'Use one trust domain, and restart the proxies after a change.',
          'kubectl rollout restart daemonset/ztunnel -n istio-system',
        ),
      ],
    },
  ];
}

function policyFinding(mesh: Mesh, policy: AuthorizationPolicy): Found[] {
  if (!reachesZtunnel(mesh, policy)) return [];
  const principals = policy.rules.flatMap((rule) =>
    rule.from.flatMap((source) => [...source.principals, ...source.notPrincipals]),
  );
  const foreign = principals.find((text) => {
    const domain = parsePrincipal(text)?.trustDomain;
    return (
      domain !== undefined && !domain.includes('*') && domain !== mesh.trustDomain && !domainsInUse(mesh).has(domain)
    );
  });
  if (foreign === undefined) return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  return [
    {
      subject,
      sentence: `Policy \`${nameOf(subject)}\` names \`${foreign}\`, but the trust domain of the mesh is \`${mesh.trustDomain}\`, so nobody has that identity.`,
      evidence: [field(subject, 'spec.rules from.source.principals', foreign, `${mesh.trustDomain}/ns/…`)],
      fix: [
        remedy(
          'Write principals with the trust domain of the mesh.',
          `kubectl -n ${policy.namespace} edit authorizationpolicy ${policy.name}`,
        ),
      ],
    },
  ];
}
