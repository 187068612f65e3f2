import { perSlice } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { certificateOf, podsServedBy } from '../../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { Certificate, ZtunnelDump } from '../../state/readings.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { reading, remedy, secondsBetween } from '../evidence.ts';

/** Catalogue 33 (C2, C4): a certificate that ran out, or that is not being renewed. */
export const workloadCertExpired: Check = {
  id: 'workload-cert-expired',
  number: 33,
  stage: 'nodes',
  title: 'A workload certificate has expired or is not renewed',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 2,
  persistence: 0,
  needs: ['Pod', 'ztunnel-config'],
  why: 'Certificates live for a day and are renewed at half their life. One past its end stops every new encrypted connection of the pod.',
  notProof: 'Between half and a quarter of the life left the renewal is being tried again.',
  cite: 'C2, C4',
  detect(mesh) {
    const now = Date.parse(mesh.takenAt);
    return mesh.state.ztunnelDumps
      .filter((dump) => !(now < fineUntil(dump)))
      .flatMap((dump) => podsServedBy(mesh, dump).flatMap((pod) => judged(mesh, pod, dump)));
  },
};

/** When the first certificate of an answer stops being fine, in milliseconds since 1970; never where all have no end. */
const fineUntil = perSlice((dump: ZtunnelDump): number => {
  const ends = dump.certificates.flatMap(({ validFrom, expiresAt }) => {
    if (!expiresAt) return [];
    const life = secondsBetween(validFrom, expiresAt) ?? 0;
    return [Date.parse(expiresAt) - (Math.max(life, 0) / 4) * 1000];
  });
  return ends.reduce((first, end) => Math.min(first, end), Number.POSITIVE_INFINITY);
});

function judged(mesh: Mesh, pod: Pod, dump: ZtunnelDump): Found[] {
  const certificate = certificateOf(mesh, dump, pod);
  const state = certificate ? stateOf(mesh, certificate) : 'fine';
  return state === 'fine' ? [] : [finding(mesh, pod, dump, certificate?.expiresAt ?? '', state === 'expired')];
}

/** C2: renewal is tried from half the life on; below a quarter it has failed for hours. */
function stateOf(mesh: Mesh, certificate: Certificate): 'expired' | 'not-renewed' | 'fine' {
  const left = certificate.expiresAt ? secondsBetween(mesh.takenAt, certificate.expiresAt) : null;
  if (!certificate.expiresAt || left === null) return 'fine';
  if (left <= 0) return 'expired';
  const life = secondsBetween(certificate.validFrom, certificate.expiresAt);
  return life !== null && left < life / 4 ? 'not-renewed' : 'fine';
}

function finding(mesh: Mesh, pod: Pod, dump: ZtunnelDump, expiresAt: string, expired: boolean): Found {
  const whose = `The certificate of \`${pod.namespace}/${pod.serviceAccount || 'default'}\` on node \`${pod.node}\``;
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    severity: expired ? 'broken' : 'latent',
    sentence: expired
      ? `${whose} has expired, so its encrypted connections fail.`
      : `${whose} runs out soon and is not being renewed.`,
    evidence: [reading('ztunnel-config', dump.pod, `expires ${expiresAt}`, `after ${mesh.takenAt}`, dump.at)],
    objects: [ref('Node', '', pod.node)],
    since: expired ? expiresAt : null,
    fix: [
      remedy(
        'Restore istiod and its certificate authority; ztunnel then renews by itself.',
        `istioctl ztunnel-config certificate --node ${pod.node}`,
      ),
    ],
  };
}
