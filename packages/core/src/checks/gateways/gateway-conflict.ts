import { conflictingClaims } from '../../mesh/gateway/gateway-ports.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 154 (ST4, G4): two Gateways want the same host on the same port of the same proxies. */
export const gatewayConflict: Check = {
  id: 'gateway-conflict',
  number: 154,
  stage: 'gateways',
  title: 'Two gateways claim the same host and port',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'IstioGateway', 'Pod'],
  uses: ['GatewayClass', 'Service', 'EndpointSlice', 'Deployment'],
  why: 'Proxies that serve two Gateways open each port once. Of two that claim the same host there, the older one is followed: with TLS the other is not served at all, without it only where the rules of the first say nothing.',
  notProof:
    'Other host names, also where one is narrower than the other; Gateways with proxies of their own; listeners of one Gateway that contradict each other are another failure.',
  cite: 'ST4, G4; analyze IST0145, Kiali KIA0301, KIA1501, KIA1502',
  detect: (mesh) =>
    conflictingClaims(mesh).map(({ used, ignored }) => {
      const place = `host \`${ignored.host}\` on port ${ignored.port}`;
      return {
        subject: ignored.object,
        severity: ignored.isTls ? ('degraded' as const) : ('latent' as const),
        sentence: ignored.isTls
          ? `Gateways \`${nameOf(used.object)}\` and \`${nameOf(ignored.object)}\` both claim ${place} of the same proxies; only the first, the older one, is served.`
          : `Gateways \`${nameOf(used.object)}\` and \`${nameOf(ignored.object)}\` both claim ${place} of the same proxies; where their rules differ, those of the first, the older one, win.`,
        evidence: [
          field(ignored.object, 'port and host', `${ignored.port} ${ignored.host}`, 'claimed once'),
          field(used.object, 'port and host', `${used.port} ${used.host}`),
        ],
        objects: [used.object],
        fix: [
          remedy(
            'Make one Gateway of the two, or give them different hosts.',
            'kubectl get gateways.networking.istio.io,gateways.gateway.networking.k8s.io -A',
          ),
        ],
      };
    }),
};
