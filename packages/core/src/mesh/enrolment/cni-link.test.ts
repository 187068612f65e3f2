import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { pair } from '../../../scenarios/checks/pair.ts';
import type { Mesh as Description } from '../../../scenarios/mesh/mesh.ts';
import { indexMesh } from '../mesh.ts';
import { brokenLinks } from './cni-link.ts';

const AGENT = 'istio-system/istio-cni-node';
const ZTUNNEL = 'istio-system/ztunnel';
const MISSING =
  'failed to connect to the Istio CNI node agent over "/var/run/ztunnel/ztunnel.sock", is the node agent healthy?';
const line = (at: string) => `2026-11-20T${at}.000000Z\tinfo\tinpod::statemanager\t${MISSING}`;
const linksOf = (description: Description) => brokenLinks(indexMesh(stateOf(description.bundle())));

test('Z4: what the agent of a node counts decides', () => {
  const links = linksOf(pair().says('cni-metrics', `${AGENT}@node-2`, 'ztunnel_connected 0'));
  expect([...links.keys()]).toEqual(['node-2']);
  expect(links.get('node-2')).toMatchObject({ isCounted: true, source: 'cni-metrics', waits: false });
  const others = pair()
    .says('cni-metrics', `${AGENT}@node-2`, 'ztunnel_connected 1')
    .says('ztunnel-log', `${ZTUNNEL}@node-2`, line('09:58:00'), line('09:59:50'));
  expect(linksOf(others).size).toBe(0);
});

test('Z4: where nothing was counted, what ztunnel says for a while and until the end', () => {
  const says = (...times: string[]) => pair().says('ztunnel-log', `${ZTUNNEL}@node-2`, ...times.map(line));
  expect(linksOf(says('09:58:00', '09:59:50')).get('node-2')).toMatchObject({
    isCounted: false,
    source: 'ztunnel-log',
  });
  expect(linksOf(says('09:59:45', '09:59:50')).size).toBe(0);
  expect(linksOf(pair()).size).toBe(0);
});
