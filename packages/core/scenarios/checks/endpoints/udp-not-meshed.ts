import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const SYSLOG = 'shop/server:514';
const port = (protocol: 'TCP' | 'UDP') => ({
  port: 514,
  target: 8080,
  name: `syslog-${protocol.toLowerCase()}`,
  protocol,
});

export const udpNotMeshed: readonly Scenario[] = firesAndNear(
  'udp-not-meshed',
  {
    title: 'A port is open for UDP only',
    mesh: () => pair({ ports: [port('UDP')] }, { calls: [SYSLOG] }),
    asks: [expectFlows(CLIENT, SYSLOG)],
  },
  {
    title: 'A port is open for TCP',
    mesh: () => pair({ ports: [port('TCP')] }, { calls: [SYSLOG] }),
    asks: [expectDelivered(CLIENT, SYSLOG)],
  },
);
