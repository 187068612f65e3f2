import { capturesDns } from '../../mesh/address/dns.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import { changed, type SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 46 (D1): ztunnel forwards with its own resolvers; the pod's DNS settings do not count. */
export const podDnsConfigIgnored: Check = {
  id: 'pod-dns-config-ignored',
  number: 46,
  stage: 'dns',
  title: 'The DNS settings of a pod are ignored',
  blame: 'istio',
  severity: 'degraded',
  hops: ['client', 'resolution'],
  tier: 0,
  needs: ['Pod'],
  uses: ['ConfigMap'],
  why: 'ztunnel answers the names a captured pod asks for and forwards the others to its own resolvers. Name servers and search domains of the pod are not used.',
  notProof: 'Settings that only change options, and pods whose DNS is not captured.',
  cite: 'D1; istio/ztunnel#555',
  detect: inEachNamespace((mesh, { namespace }) => [...byWorkload(mesh, namespace).values()]),
  judge(mesh, trace) {
    const pod = trace.caller.kind === 'ambient' ? trace.caller.pod : null;
    const found = pod && isIgnored(mesh, pod) ? byWorkload(mesh, pod.namespace).get(keyOf(pod)) : undefined;
    if (!found) return null;
    // Names of the mesh are answered by ztunnel itself, whatever the pod is set to.
    return trace.naming?.answeredBy === 'cluster' ? { ...found, hop: 'resolution' } : { ...found, severity: 'latent' };
  },
};

const keyOf = (pod: Pod): string => `${pod.workload.kind} ${pod.namespace}/${pod.workload.name}`;

const isIgnored = (mesh: Mesh, pod: Pod): boolean =>
  (pod.hasDnsConfig || pod.dnsPolicy === 'None' || pod.dnsPolicy === 'Default') && capturesDns(mesh, pod);

const byWorkload = perMesh((mesh: Mesh, namespace: string): ReadonlyMap<string, Found> => {
  const found = new Map<string, Found>();
  for (const pod of mesh.pods.byNamespace.get(namespace) ?? []) {
    if (!isIgnored(mesh, pod)) continue;
    const key = keyOf(pod);
    if (!found.has(key)) found.set(key, finding(pod));
  }
  return found;
});

function finding(pod: Pod): Found {
  const subject: Ref = ref(pod.workload.kind, pod.namespace, pod.workload.name);
  const object = ref('Pod', pod.namespace, pod.name);
  return {
    subject,
    sentence: `The DNS settings of \`${nameOf(subject)}\` are ignored: ztunnel answers its pods and forwards other names with its own settings.`,
    evidence: [
      field(object, 'spec.dnsPolicy', pod.dnsPolicy, 'ClusterFirst'),
      ...(pod.hasDnsConfig ? [field(object, 'spec.dnsConfig', 'name servers or search domains', 'none')] : []),
    ],
    objects: [object],
    fix: [
      remedy(
        'Describe the names in a ServiceEntry, or turn DNS capture off for these pods.',
        '',
        ...(TEMPLATED.includes(subject.kind) ? [uncaptured(subject, pod)] : []),
      ),
    ],
  };
}

/** Kinds whose pods are made anew where their template changes. */
const TEMPLATED: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

const DNS_CAPTURE = 'ambient.istio.io/dns-capture';

const uncaptured = (workload: Ref, pod: Pod): SuggestedChange =>
  changed(
    workload,
    ['spec', 'template', 'metadata', 'annotations', DNS_CAPTURE],
    pod.annotations[DNS_CAPTURE] ?? null,
    'false',
  );
