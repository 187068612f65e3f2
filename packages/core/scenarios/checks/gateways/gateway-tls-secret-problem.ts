import type { Mesh } from '../../mesh/mesh.ts';
import { expectBlocked, type Scenario } from '../../scenario.ts';
import { sayOfListener, withListeners } from '../listener-conditions.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** A gateway that takes HTTPS alone. */
function secured(): Mesh {
  const served = withListeners(behindGateway(pair()), 'edge/public', {
    name: 'https',
    port: 443,
    protocol: 'HTTPS',
    hostname: 'shop.example',
  });
  const gateway = served.gatewayOf('edge/public');
  gateway.listeners = gateway.listeners.filter(({ name }) => name === 'https');
  return served;
}

const refused = (reason: string, message: string) => ({ type: 'ResolvedRefs', status: 'False', reason, message });

export const gatewayTlsSecretProblem: readonly Scenario[] = [
  ...firesAndNear(
    'gateway-tls-secret-problem',
    {
      title: 'The Secret of the certificate does not exist',
      mesh: () =>
        sayOfListener(
          secured(),
          'https',
          refused(
            'InvalidCertificateRef',
            'invalid certificate reference /Secret/shop-cert. secret edge/shop-cert not found',
          ),
        ),
      asks: [
        expectBlocked('gateway:edge/public', SERVER, 'gateway', 'gateway-tls-secret-problem', {
          blame: 'configuration',
          notBlame: ['application', 'kubernetes'],
        }),
      ],
    },
    {
      title: 'The certificate is there',
      mesh: secured,
      asks: [expectFlows('gateway:edge/public', SERVER)],
    },
  ),
  {
    id: 'gateway-tls-secret-not-permitted',
    title: 'The Secret lies in a namespace that does not permit its use',
    bundle: () =>
      sayOfListener(
        secured(),
        'https',
        refused(
          'RefNotPermitted',
          'certificateRef certs/shop-cert not accessible to a Gateway in namespace "edge" (missing a ReferenceGrant?)',
        ),
      ).bundle(),
    asks: [expectBlocked('gateway:edge/public', SERVER, 'gateway', 'gateway-tls-secret-problem')],
    fires: ['gateway-tls-secret-problem'],
  },
];
