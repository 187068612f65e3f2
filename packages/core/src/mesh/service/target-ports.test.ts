import { expect, test } from 'vitest';
import {
  container,
  endpointSlice,
  endpointSpec,
  pod,
  service,
  serviceEntry,
  servicePort,
  smallMesh,
} from '../small-mesh.ts';
import { describeService, servicesOfEntry } from './published-services.ts';
import { dialledPort, targetPortsOfPod, targetPortsOfSlice, targetPortsOfSpec } from './target-ports.ts';

const kubernetes = (...ports: Parameters<typeof servicePort>[0][]) =>
  describeService(smallMesh({}), service('shop/s', { ports: ports.map((port) => servicePort(port)) }));
const pairs = (targets: { servicePort: number; targetPort: number }[]) =>
  targets.map((target) => [target.servicePort, target.targetPort]);

test('S4: numbers as they are, names by the containers of the pod, a name that nobody declares left out', () => {
  const one = pod('shop/p', {
    containers: [
      container([{ name: 'web', port: 9090 }], { init: true, restartable: true }),
      container([{ name: 'web', port: 9000 }]),
    ],
  });
  const of = kubernetes({ port: 80 }, { port: 81, targetPort: 'web' }, { port: 82, targetPort: 'none' });
  expect(pairs(targetPortsOfPod(of, one))).toEqual([
    [80, 8080],
    [81, 9000],
  ]);
});

test('S4: a port of a ServiceEntry is looked for under its own name on pods', () => {
  const entry = serviceEntry('shop/e', {
    ports: [
      { number: 80, name: 'web', protocol: 'HTTP', targetPort: null },
      { number: 81, name: 'other', protocol: 'HTTP', targetPort: 8081 },
    ],
  });
  const [published] = servicesOfEntry(smallMesh({}), entry);
  const one = pod('shop/p', { containers: [container([{ name: 'web', port: 9000 }])] });
  expect(pairs(targetPortsOfPod(published!, one))).toEqual([
    [80, 9000],
    [81, 8081],
  ]);
  expect(pairs(targetPortsOfSpec(published!, endpointSpec({ ports: { other: 7000 } })))).toEqual([
    [80, 80],
    [81, 7000],
  ]);
});

test('S6: a WorkloadEntry maps the named target, else the name of the port', () => {
  const of = kubernetes(
    { port: 80, name: 'http' },
    { port: 81, name: 'b', targetPort: 'web' },
    { port: 82, name: 'c', targetPort: 'x' },
  );
  expect(pairs(targetPortsOfSpec(of, endpointSpec({ ports: { http: 1, web: 2 } })))).toEqual([
    [80, 1],
    [81, 2],
  ]);
});

test('S5: TCP ports of a slice by the names of the Service', () => {
  const of = kubernetes({ port: 80, name: 'http' }, { port: 81, name: 'dns', protocol: 'UDP' });
  const slice = endpointSlice('shop/s-1', {
    ports: [
      { name: 'http', port: 6443, protocol: 'TCP' },
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'other', port: 1, protocol: 'TCP' },
      { name: 'http', port: null, protocol: 'TCP' },
    ],
  });
  expect(pairs(targetPortsOfSlice(of, slice))).toEqual([[80, 6443]]);
});

test.each([
  [8080, [{ servicePort: 80, targetPort: 1 }], 1],
  [8080, [{ servicePort: 81, targetPort: 1 }], 8080],
  [0, [], 80],
  [8080, [{ servicePort: 80, targetPort: 0 }], 80],
  ['web', [], null],
])('L5: target %j with %j dials %j', (targetPort, own, expected) => {
  expect(dialledPort(kubernetes({ targetPort }).ports[0]!, own)).toBe(expected);
});
