import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { connected, remoteGateway, withMachine } from '../../../scenarios/checks/networks.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import { indexMesh, type Mesh } from '../mesh.ts';
import { gatewayTo, otherNetworks, remoteEndpointsOf } from './networks.ts';

const meshOf = (scenario: { bundle(): Parameters<typeof stateOf>[0] }): Mesh => indexMesh(stateOf(scenario.bundle()));
const remotesOf = (mesh: Mesh) => remoteEndpointsOf(mesh, mesh.services.byName.get('shop/server')!);

test('MC2: the networks that anything here names, but for the own one', () => {
  expect([...otherNetworks(meshOf(connected())).keys()]).toEqual([]);
  const far = meshOf(withMachine(connected().object(remoteGateway('west')), 'north').remote('shop/server', 'south'));
  expect([...otherNetworks(far).keys()].sort()).toEqual(['north', 'south', 'west']);
});

test('MC4, P8: endpoints of other networks, with the gateway that a Gateway or ztunnel tells of', () => {
  const told = { address: '198.51.100.9', port: 15008 };
  expect(remotesOf(meshOf(connected()))).toEqual([]);
  expect(remotesOf(meshOf(connected().remote('shop/server', 'east')))).toEqual([]);
  expect(remotesOf(meshOf(connected().remote('shop/server', 'west')))).toEqual([{ network: 'west', gateway: null }]);
  expect(remotesOf(meshOf(connected().remote('shop/server', 'west', told)))).toEqual([
    { network: 'west', gateway: { ...told, object: null } },
  ]);
  const known = meshOf(connected().object(remoteGateway('west')).remote('shop/server', 'west', told));
  expect(remotesOf(known)).toMatchObject([{ gateway: { address: '198.51.100.40', object: { name: 'far' } } }]);
});

test('MC4: no gateway is known to a network of which nothing tells', () => {
  expect(gatewayTo(meshOf(pair()), 'west')).toBeNull();
});
