import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const dnsServiceNotFound: readonly Scenario[] = [
  ...firesAndNear(
    'dns-service-not-found',
    {
      title: 'A short name of a Service in another namespace',
      mesh: () => pair(),
      asks: [
        expectBlocked(CLIENT, 'host:server:80', 'resolution', 'dns-service-not-found', {
          blame: 'application',
          notBlame: ['istio', 'configuration', 'kubernetes'],
        }),
        expectDelivered(CLIENT, SERVER),
      ],
    },
    {
      title: 'A host outside is nobody’s Service, and may well exist',
      mesh: () => pair(),
      asks: [
        { from: CLIENT, to: 'host:api.example.com:443', expect: { verdict: ['unknown', 'delivered'], hop: null } },
        expectDelivered(CLIENT, SERVER),
      ],
    },
  ),
  {
    id: 'dns-services-not-listed',
    title: 'Where Services may not be listed, none is said to be missing',
    bundle: () => pair().unread('Service', null, 'services is forbidden').bundle(),
    asks: [{ from: CLIENT, to: 'shop/other:80', expect: { verdict: ['unknown'], hop: null } }],
    silent: ['dns-service-not-found'],
  },
];
