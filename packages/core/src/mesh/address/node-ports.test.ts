import { expect, test } from 'vitest';
import { node, service, servicePort, smallMesh } from '../small-mesh.ts';
import { isExposed, nodePortAt } from './node-ports.ts';

const mesh = smallMesh({
  nodes: [{ ...node('node-1'), addresses: ['192.168.0.1', 'node-1'] }],
  services: [
    service('shop/open', { type: 'NodePort', ports: [servicePort({ nodePort: 30080 })] }),
    service('shop/udp', { type: 'NodePort', ports: [servicePort({ nodePort: 30053, protocol: 'UDP' })] }),
  ],
});

test.each([
  ['192.168.0.1', 30080, 'open 80'],
  ['192.168.0.2', 30080, 'none'],
  ['192.168.0.1', 30081, 'none'],
  ['192.168.0.1', 30053, 'none'],
])('W14: %s:%d leads to %s', (ip, port, expected) => {
  const found = nodePortAt(mesh, ip, port);
  expect(found ? `${found.service.name} ${found.port}` : 'none').toBe(expected);
});

test.each([
  [{}, false],
  [{ type: 'LoadBalancer' }, true],
  [{ type: 'NodePort' }, true],
  [{ externalIPs: ['203.0.113.1'] }, true],
])('S1: a Service with %j is open to the outside: %s', (rest, expected) => {
  expect(isExposed(service('shop/s', rest))).toBe(expected);
});
