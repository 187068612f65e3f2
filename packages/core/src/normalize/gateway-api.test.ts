import { expect, test } from 'vitest';
import { readGateway, readGatewayClass, readListenerSet, readReferenceGrant } from './gateway-api.ts';

const metadata = { name: 'g', namespace: 'n' };

test('a waypoint: its listener admits its own namespace unless it says otherwise', () => {
  const gateway = readGateway({
    metadata: { ...metadata, labels: { 'istio.io/waypoint-for': 'service' } },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [
        { name: 'mesh', port: 15008, protocol: 'HBONE' },
        {
          name: 'tls',
          port: 443,
          protocol: 'HTTPS',
          tls: {},
          allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } },
        },
      ],
    },
    status: {
      addresses: [{ value: '10.0.0.1' }, { type: 'Hostname', value: 'g.n.svc' }, { type: 'Hostname' }],
      listeners: [{ name: 'mesh', attachedRoutes: 2 }],
    },
  });
  expect(gateway.listeners.map(({ allowedFrom, tlsMode }) => [allowedFrom, tlsMode])).toEqual([
    ['Same', ''],
    ['Selector', 'Terminate'],
  ]);
  expect(gateway.listeners[1]!.allowedSelector?.matchLabels).toEqual({ a: 'b' });
  expect(gateway.addresses).toEqual([
    { type: 'IPAddress', value: '10.0.0.1' },
    { type: 'Hostname', value: 'g.n.svc' },
  ]);
  expect(gateway.specAddresses).toEqual([]);
  expect(gateway.listenerStatus).toEqual([{ name: 'mesh', attachedRoutes: 2, conditions: [] }]);
});

test('a class and a grant', () => {
  expect(readGatewayClass({ metadata, spec: { controllerName: 'c' } })).toMatchObject({
    namespace: '',
    controller: 'c',
    conditions: [],
  });
  const grant = readReferenceGrant({
    metadata,
    spec: { from: [{ group: 'g', kind: 'HTTPRoute', namespace: 'a' }], to: [{ kind: 'Service' }] },
  });
  expect(grant.from).toEqual([{ group: 'g', kind: 'HTTPRoute', namespace: 'a' }]);
  expect(grant.to).toEqual([{ group: '', kind: 'Service', name: '' }]);
});

test('a listener set: its Gateway is of its own namespace unless it says otherwise', () => {
  const set = readListenerSet({
    metadata,
    spec: { parentRef: { name: 'g' }, listeners: [{ name: 'extra', port: 8443, protocol: 'HTTPS' }] },
    status: {
      conditions: [{ type: 'Accepted', status: 'False', reason: 'ListenersNotValid' }],
      listeners: [{ name: 'extra', conditions: [{ type: 'Programmed', status: 'False' }] }],
    },
  });
  expect(set.parent).toMatchObject({ kind: 'Gateway', namespace: 'n', name: 'g' });
  expect(set.listeners.map(({ name, port }) => [name, port])).toEqual([['extra', 8443]]);
  expect(set.conditions[0]).toMatchObject({ type: 'Accepted', status: 'False', reason: 'ListenersNotValid' });
  expect(set.listenerStatus[0]).toMatchObject({ name: 'extra', attachedRoutes: 0 });
  expect(readListenerSet({ metadata, spec: { listeners: 'odd', parentRef: 7 }, status: [] })).toMatchObject({
    listeners: [],
    conditions: [],
    listenerStatus: [],
  });
});
