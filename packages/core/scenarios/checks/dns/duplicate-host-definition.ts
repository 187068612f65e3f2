import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const http = [{ number: 80, name: 'http', protocol: 'HTTP' }];

export const duplicateHostDefinition: readonly Scenario[] = firesAndNear(
  'duplicate-host-definition',
  {
    title: 'Two entries of a namespace define one host',
    mesh: () =>
      pair()
        .serviceEntry('shop/partner', { hosts: ['partner.example'], ports: http })
        .serviceEntry('shop/partner-2', { hosts: ['partner.example'], ports: http, endpoints: ['192.0.2.9'] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
  {
    title: 'Each of two namespaces defines the host for itself',
    mesh: () =>
      pair()
        .serviceEntry('shop/partner', { hosts: ['partner.example'], ports: http })
        .serviceEntry('web/partner', { hosts: ['partner.example'], ports: http }),
  },
);
