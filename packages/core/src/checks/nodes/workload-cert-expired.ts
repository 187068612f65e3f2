import { certificateOf } from '../../mesh/ztunnel.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
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
  needs: ['Pod', 'ztunnel-config'],
  why: 'Certificates live for a day and are renewed at half their life. One past its end stops every new encrypted connection of the pod.',
  notProof: 'Between half and a quarter of the life left the renewal is being tried again.',
  cite: 'C2, C4',
  detect(mesh) {
    return mesh.state.ztunnelDumps.flatMap((dump) =>
      dump.proxies.flatMap((proxy) => {
        const pod = mesh.pods.byUid.get(proxy.podUid);
        const certificate = pod ? certificateOf(mesh, dump, pod) : undefined;
        const left = certificate?.expiresAt ? secondsBetween(mesh.state.takenAt, certificate.expiresAt) : null;
        const life = certificate?.expiresAt ? secondsBetween(certificate.validFrom, certificate.expiresAt) : null;
        if (!pod || !certificate || left === null || (left > 0 && (life === null || left >= life / 4))) return [];
        const expired = left <= 0;
        return [
          {
            subject: ref('Pod', pod.namespace, pod.name),
            severity: expired ? ('broken' as const) : ('latent' as const),
            sentence: expired
              ? `The certificate of \`${pod.namespace}/${pod.serviceAccount}\` on node \`${pod.node}\` has expired, so its encrypted connections fail.`
              : `The certificate of \`${pod.namespace}/${pod.serviceAccount}\` on node \`${pod.node}\` runs out soon and is not being renewed.`,
            evidence: [
              reading(
                'ztunnel-config',
                dump.pod,
                `expires ${certificate.expiresAt}`,
                `after ${mesh.state.takenAt}`,
                dump.at,
              ),
            ],
            objects: [ref('Node', '', pod.node)],
            since: expired ? certificate.expiresAt : null,
            fix: [
              remedy(
                'Restore istiod and its certificate authority; ztunnel then renews by itself.',
                `istioctl ztunnel-config certificate --node ${pod.node}`,
              ),
            ],
          },
        ];
      }),
    );
  },
};
