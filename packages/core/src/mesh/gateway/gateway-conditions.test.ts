import { expect, test } from 'vitest';
import type { Condition } from '../../state/metadata.ts';
import { gateway, gatewayClass, smallMesh } from '../small-mesh.ts';
import { isBad, unhealthyConditions } from './gateway-conditions.ts';

const condition = (type: string, status: string): Condition => ({
  type,
  status,
  reason: 'R',
  message: '',
  since: null,
  observedGeneration: null,
});

test.each([
  ['Accepted', 'True', false],
  ['Accepted', 'False', true],
  ['Accepted', 'Unknown', false],
  ['Conflicted', 'False', false],
  ['Conflicted', 'True', true],
  ['ResolvedWaypoints', 'True', false],
])('ST4: %s %s is bad: %s', (type, status, expected) => {
  expect(isBad(condition(type, status))).toBe(expected);
});

test('ST4, ST5: of classes, gateways, listener sets, listeners, routes and backends', () => {
  const bad = [condition('Programmed', 'False')];
  const parent = { group: '', kind: 'Gateway', namespace: 'edge', name: 'g', sectionName: '', port: null };
  const route = {
    ...gatewayClass('r'),
    namespace: 'shop',
    kind: 'HTTPRoute',
    hostnames: [],
    parents: [parent],
    rules: [],
    status: [{ parent, controller: '', conditions: bad }],
  };
  const mesh = smallMesh({
    gatewayClasses: [gatewayClass('c', { conditions: bad })],
    gateways: [
      gateway('edge/g', { conditions: bad, listenerStatus: [{ name: 'l', attachedRoutes: 0, conditions: bad }] }),
    ],
    listenerSets: [
      {
        ...gatewayClass('set'),
        namespace: 'shop',
        parent,
        listeners: [],
        conditions: bad,
        listenerStatus: [{ name: 'extra', attachedRoutes: 0, conditions: bad }],
      },
    ],
    routes: [route],
    backends: [{ ...gatewayClass('b'), namespace: 'shop', kind: 'XBackend', status: route.status }],
  });
  expect(unhealthyConditions(mesh).map((one) => [one.kind, one.name, one.listener, one.parent?.name])).toEqual([
    ['GatewayClass', 'c', '', undefined],
    ['Gateway', 'g', '', undefined],
    ['ListenerSet', 'set', '', undefined],
    ['Gateway', 'g', 'l', undefined],
    ['ListenerSet', 'set', 'extra', undefined],
    ['HTTPRoute', 'r', '', 'g'],
    ['XBackend', 'b', '', 'g'],
  ]);
});
