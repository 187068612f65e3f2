import { expect, test } from 'vitest';
import { gateway, gatewayClass, listener } from '../small-mesh.ts';
import { bindingListener, inboundBindingOf } from './inbound-binding.ts';

test.each([
  [undefined, 'mesh'],
  ['PROXY', 'proxy'],
  ['PROXY/15080', 'other'],
  ['NONE/15080', 'other'],
  ['NONE', 'mesh'],
  ['HTTP/15080', 'mesh'],
  ['PROXY/99', 'mesh'],
  ['PROXY/x', 'proxy'],
])('W5: inbound binding %j means listener %s', (text, name) => {
  const listeners = [
    listener({ name: 'other', port: 15080, protocol: 'TCP' }),
    listener({ name: 'proxy', port: 15088, protocol: 'istio.io/PROXY' }),
    listener(),
  ];
  const annotations: Record<string, string> =
    text === undefined ? {} : { 'ambient.istio.io/waypoint-inbound-binding': text };
  expect(bindingListener(gateway('shop/wp', { listeners, annotations }))?.name).toBe(name);
  expect(bindingListener(gateway('shop/wp', { listeners }), gatewayClass('c', { annotations }))?.name).toBe(name);
});

test('W5: without an HBONE listener there is none', () => {
  expect(bindingListener(gateway('shop/wp', { listeners: [listener({ protocol: 'HTTP' })] }))).toBeUndefined();
});

test.each([
  ['PROXY/15088', { protocol: 'PROXY', port: 15088 }],
  ['NONE', { protocol: 'NONE', port: 0 }],
  ['PROXY/1/2', null],
  ['http', null],
  ['', null],
])('W5: %j is read as %j', (text, expected) => {
  const annotations = { 'ambient.istio.io/waypoint-inbound-binding': text };
  expect(inboundBindingOf(gateway('shop/wp', { annotations }))).toEqual(expected);
});
