import { istiodDeployments } from '../../mesh/flags.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { sumOf } from '../../mesh/told/component-metrics.ts';
import { certificateOf, type ZtunnelOnNode } from '../../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { ZtunnelDump } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 31 (C1): istiod signs for the ztunnels it was told to trust, and for no others. */
export const ztunnelCaRefused: Check = {
  id: 'ztunnel-ca-refused',
  number: 31,
  stage: 'nodes',
  title: 'istiod refuses certificates to ztunnel',
  blame: 'configuration',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 1,
  needs: ['Pod'],
  needsOneOf: ['Deployment', 'ztunnel-config', 'ztunnel-log'],
  uses: ['istiod-log', 'istiod-metrics'],
  explains: ['workload-cert-unavailable'],
  why: 'ztunnel asks istiod for the certificates of the pods of its node. istiod signs only for the service accounts of ztunnel that it was told to trust; where ztunnel runs under another one, no pod gets a certificate.',
  notProof:
    'A single refusal because a pod is no longer on the node, as for one that was just deleted; an istiod that cannot be reached. While certificates are still there, a setting that lacks ztunnel will break at their renewal.',
  cite: 'C1; istio: security/pkg/server/ca/node_auth.go',
  detect(mesh) {
    const refused = refusedZtunnels(mesh);
    const untrusted = untrustedOf(mesh);
    const pod = refused[0] ?? untrusted[0];
    return pod ? [finding(mesh, pod, refused.length > 0)] : [];
  },
  judge(mesh, trace) {
    const { served, receivedBy, caller, destination } = trace;
    const isOwn = served !== null && isRefused(mesh, served.ztunnel, caller.pod);
    const isPeers = receivedBy !== null && isRefused(mesh, receivedBy.ztunnel, destination);
    if (!isOwn && !isPeers) return null;
    const { pods } = (isOwn ? served : receivedBy)!.ztunnel;
    return { ...finding(mesh, pods[0]!, true), hop: isOwn ? 'source-ztunnel' : 'destination-ztunnel' };
  },
};

/** Texts of a refusal, and not of an istiod that is away or of a pod that is gone. */
const isRefusal = (error: string): boolean =>
  /not allowed to impersonate|permission|unauthenticated|authenticat/i.test(error) &&
  !/no instances of .* found on node|no longer needed/i.test(error);

const hasRefusals = perSlice((dump: ZtunnelDump): boolean =>
  dump.certificates.some(({ state, error }) => state === 'Unavailable' && isRefusal(error)),
);

const isLogged = (mesh: Mesh, ztunnel: Pod, ip: string | null): boolean => {
  const facts = factsOf(mesh, nameOf(ztunnel), 'identity-unavailable');
  const own = facts.filter(
    ({ reason, from }) => (reason === 'permission' || reason === 'unauthenticated') && (ip === null || from.ip === ip),
  );
  return own.reduce((sum, { count }) => sum + count, 0) >= 2;
};

/** The pod's certificate was refused, as the dump of its ztunnel says, or its log where there is no dump. */
function isRefused(mesh: Mesh, { pods, dump }: ZtunnelOnNode, pod: Pod | null): boolean {
  if (!pod || pods.length === 0) return false;
  if (!dump) return pods.some((ztunnel) => isLogged(mesh, ztunnel, pod.ips[0] ?? ''));
  if (!hasRefusals(dump)) return false;
  const certificate = certificateOf(mesh, dump, pod);
  return certificate?.state === 'Unavailable' && isRefusal(certificate.error);
}

const refusedZtunnels = ofMesh((mesh: Mesh): readonly Pod[] =>
  mesh.pods.ztunnels.all().filter((pod) => {
    const dump = mesh.dumps.get(nameOf(pod));
    return dump ? hasRefusals(dump) : isLogged(mesh, pod, null);
  }),
);

const accountOf = (pod: Pod): string => `${pod.namespace}/${pod.serviceAccount || 'default'}`;

/** Ztunnels that istiod's setting does not name; nobody where it is not set or not known. */
const untrustedOf = ofMesh((mesh: Mesh): readonly Pod[] => {
  const trusted = istiodDeployments(mesh).flatMap(({ env }) => (env['CA_TRUSTED_NODE_ACCOUNTS'] ?? '').split(','));
  const names = new Set(trusted.map((name) => name.trim()).filter((name) => name !== ''));
  return names.size === 0 ? [] : mesh.pods.ztunnels.all().filter((pod) => !names.has(accountOf(pod)));
});

function finding(mesh: Mesh, ztunnel: Pod, isRefusing: boolean): Found {
  const [istiod] = istiodDeployments(mesh);
  const account = accountOf(ztunnel);
  const isUntrusted = untrustedOf(mesh).includes(ztunnel);
  const subject = istiod
    ? ref('Deployment', istiod.namespace, istiod.name)
    : ref(ztunnel.workload.kind, ztunnel.namespace, ztunnel.workload.name);
  const setting = istiod?.env['CA_TRUSTED_NODE_ACCOUNTS'] ?? '';
  return {
    subject,
    severity: isRefusing ? 'broken' : 'latent',
    certainty: isRefusing && isUntrusted ? 'confirmed' : 'likely',
    sentence: isRefusing
      ? `istiod does not accept certificate requests from ztunnel (service account \`${account}\`): encrypted connections of pods without a certificate cannot start.`
      : `istiod is not told to trust ztunnel (service account \`${account}\`): once certificates must be renewed, it refuses.`,
    evidence: [
      ...(istiod && isUntrusted ? [field(subject, 'env CA_TRUSTED_NODE_ACCOUNTS', setting, account)] : []),
      ...(isRefusing ? readingsOf(mesh, ztunnel) : []),
    ],
    objects: [ref('Pod', ztunnel.namespace, ztunnel.name)],
    fix: [
      remedy(
        'Set `trustedZtunnelNamespace` and `trustedZtunnelName` of the istiod chart to where ztunnel runs.',
        `helm upgrade istiod istio/istiod -n ${subject.namespace} --reuse-values --set trustedZtunnelNamespace=${ztunnel.namespace} --set trustedZtunnelName=${ztunnel.serviceAccount || 'default'}`,
      ),
    ],
  };
}

function readingsOf(mesh: Mesh, ztunnel: Pod): Evidence[] {
  const found: Evidence[] = [];
  const dump = mesh.dumps.get(nameOf(ztunnel));
  const refused = dump?.certificates.find(({ state, error }) => state === 'Unavailable' && isRefusal(error));
  if (dump && refused)
    found.push(
      reading('ztunnel-config', dump.pod, `certificate of ${refused.identity}: ${refused.error}`, 'Available', dump.at),
    );
  if (isLogged(mesh, ztunnel, null))
    found.push(
      reading(
        'ztunnel-log',
        nameOf(ztunnel),
        'requests for certificates were refused',
        'none',
        mesh.logs.get(nameOf(ztunnel))?.at ?? null,
        3,
      ),
    );
  for (const pod of mesh.pods.istiods) {
    const name = nameOf(pod);
    const times = factsOf(mesh, name, 'caller-refused').reduce((sum, { count }) => sum + count, 0);
    if (times > 0)
      found.push(
        reading('istiod-log', name, `refused callers ${times} times`, 'none', mesh.logs.get(name)?.at ?? null, 3),
      );
    const failures = sumOf(mesh, name, 'citadel_server_authentication_failure_count') ?? 0;
    if (failures > 0)
      found.push(
        reading('istiod-metrics', name, `citadel_server_authentication_failure_count ${failures}`, '0', null, 1),
      );
  }
  return found;
}
