import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const SIGNING = 'signing gRPC error (The request does not have valid authentication credentials for the operation)';
const REFUSED = `${SIGNING}: Authentication failure: caller (istio-system/ztunnel) is not allowed to impersonate`;

/** What istiod is told about which ztunnels may ask for certificates. */
const trusting = (mesh: Mesh, account: string): Mesh =>
  mesh.edit('Deployment', (object) => {
    if (object.metadata.name !== 'istiod') return;
    const { containers } = (object['spec'] as { template: { spec: { containers: { env?: object[] }[] } } }).template
      .spec;
    containers[0]!.env = [...(containers[0]!.env ?? []), { name: 'CA_TRUSTED_NODE_ACCOUNTS', value: account }];
  });

export const ztunnelCaRefused: readonly Scenario[] = firesAndNear(
  'ztunnel-ca-refused',
  {
    title: 'istiod trusts a ztunnel of another namespace',
    mesh: () =>
      trusting(pair(), 'kube-system/ztunnel')
        .certificate({ identity: CLIENT, state: `Unavailable: ${REFUSED}` })
        .says(
          'istiod-log',
          'istio-system/istiod',
          ...['20', '30', '40'].map(
            (second) =>
              `2026-11-20T09:59:${second}.000000Z\terror\tca\tFailed to authenticate client from 10.10.0.1:41822: caller (istio-system/ztunnel) is not allowed to impersonate`,
          ),
        )
        .says('istiod-metrics', 'istio-system/istiod', 'citadel_server_authentication_failure_count_total 3120'),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-ca-refused', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'A certificate was asked for a pod that had just been deleted',
    mesh: () =>
      trusting(pair(), 'istio-system/ztunnel')
        .certificate({
          identity: 'web/gone',
          node: 'node-1',
          state: `Unavailable: ${SIGNING}: no instances of "web/gone" found on node "node-1"`,
        })
        .says(
          'istiod-log',
          'istio-system/istiod',
          '2026-11-20T09:59:46.000000Z\terror\tca\tFailed to authenticate: no instances of "web/gone" found on node "node-1"',
        )
        .says('istiod-metrics', 'istio-system/istiod', 'citadel_server_authentication_failure_count 1'),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
