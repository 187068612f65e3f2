import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { connected, remoteGateway, VM, withMachine } from '../networks.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const far = (...calls: string[]): Mesh =>
  withMachine(connected(pair({}, { calls })), 'west').object(remoteGateway('west'));

export const crossNetworkByPodIp: readonly Scenario[] = firesAndNear(
  'cross-network-by-pod-ip',
  {
    title: 'A machine of another network is called by its address',
    mesh: () => far('192.0.2.30:8080'),
    asks: [
      expectBlocked(CLIENT, 'ip:192.0.2.30:8080', 'east-west-gateway', 'cross-network-by-pod-ip', {
        blame: 'application',
      }),
    ],
  },
  {
    title: 'It is called by the name of its Service',
    mesh: () => far(VM),
    asks: [expectFlows(CLIENT, VM, null)],
  },
);
