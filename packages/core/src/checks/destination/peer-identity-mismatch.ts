import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { identityFailures, summed, type Told } from '../../mesh/told/connection-log.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, parsePrincipal, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 136 (C3): the one who answers proves to be somebody else. */
export const peerIdentityMismatch: Check = {
  id: 'peer-identity-mismatch',
  number: 136,
  stage: 'destination',
  title: 'The peer proves to be somebody else',
  blame: 'istio',
  severity: 'broken',
  hops: ['outbound-link', 'upstream-link', 'destination-ztunnel'],
  tier: 3,
  needs: ['Pod', 'ztunnel-log'],
  uses: ['Deployment', 'StatefulSet', 'DaemonSet', 'waypoint-log'],
  explains: ['waypoint-upstream-refused'],
  why: 'Both ends of an encrypted connection prove who they are. ztunnel ends it where the other side is not whom it was told to expect, or is vouched for by an authority it does not know.',
  notProof:
    'A single occurrence; calls that went well afterwards; the roll-out of another service account, while its pods are being replaced.',
  cite: 'C3; ztunnel: src/tls/workload.rs',
  detect: inEachNamespace((mesh, { pods }) =>
    mesh.logs.size === 0 ? [] : pods.flatMap((pod) => findingOf(mesh, pod) ?? []),
  ),
};

type Difference = 'issuer' | 'trust-domain' | 'account';

/** What differs between the two names. */
function differenceOf({ fact }: Told): Difference {
  if (fact.reason === 'issuer') return 'issuer';
  const [expected, got] = [parsePrincipal(firstNameIn(fact.expected)), parsePrincipal(firstNameIn(fact.got))];
  const isOther = fact.reason === 'trust-domain' || (expected && got && expected.trustDomain !== got.trustDomain);
  return isOther ? 'trust-domain' : 'account';
}

/** A name alone, or the first of a list such as `[spiffe://…]`. */
const firstNameIn = (text: string): string => /spiffe:\/\/[^\s,\])"']+/.exec(text)?.[0] ?? text;

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  const told = identityFailures(mesh, pod);
  const [first] = told;
  if (!first || isRollingOut(mesh, pod)) return null;
  const { times, lastAt, pod: teller } = summed(told);
  const [expected, got] = [firstNameIn(first.fact.expected), firstNameIn(first.fact.got)];
  const difference = differenceOf(first);
  const [why, advice] = WORDS[difference];
  const names = got === '' ? '' : ` It proved to be \`${got}\`${expected === '' ? '' : ` and not \`${expected}\``}.`;
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    blame: difference === 'account' ? 'istio' : 'configuration',
    sentence: `Callers do not accept the identity of pod \`${nameOf(pod)}\` (${times} times): ${why}.${names}`,
    evidence: [
      reading(
        'ztunnel-log',
        teller,
        got === '' ? `${times} handshakes failed: unknown issuer` : `${got}, ${times} times`,
        expected,
        lastAt,
        3,
      ),
    ],
    fix: [remedy(advice, `istioctl ztunnel-config certificate --node ${pod.node}`)],
  };
}

const WORDS: Readonly<Record<Difference, readonly [why: string, advice: string]>> = {
  issuer: [
    'its certificate comes from an authority that they do not know',
    'Give all clusters and proxies a common root certificate.',
  ],
  'trust-domain': [
    'its name is of another trust domain',
    'Use one trust domain, and restart the proxies after a change.',
  ],
  account: [
    'they expect somebody else at its address',
    'Check that the ztunnels of its callers hear from istiod: their information about the address is old.',
  ],
};

/** Its controller is replacing pods: old and new service accounts are both about. */
function isRollingOut(mesh: Mesh, { namespace, workload }: Pod): boolean {
  const controller = mesh.controllers.byName.get(`${namespace}/${workload.kind}/${workload.name}`);
  return controller !== undefined && controller.updated < controller.desired;
}
