import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { withPodSpec } from '../dns-words.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const podDnsConfigIgnored: readonly Scenario[] = firesAndNear(
  'pod-dns-config-ignored',
  {
    title: 'A caller in the mesh names its own name servers',
    mesh: () => withPodSpec(pair(), 'client', { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'A caller in the mesh only sets an option',
    mesh: () => withPodSpec(pair(), 'client', { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
