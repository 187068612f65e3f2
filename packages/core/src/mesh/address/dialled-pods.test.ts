import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { guarded } from '../../../scenarios/checks/pair.ts';
import type { Mesh as Declared } from '../../../scenarios/mesh/mesh.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import { indexMesh } from '../mesh.ts';
import { dialledPodsOf, mayDialPods } from './dialled-pods.ts';

/** The caller has a connection that it opened to one address and that went to another. */
function connected(state: MeshState, originalDst: string, actualDst: string): MeshState {
  const connection = { direction: 'outbound', src: '10.0.0.1:40000', originalDst, actualDst, protocol: 'HBONE' };
  const ztunnelDumps = state.ztunnelDumps.map((dump) => ({
    ...dump,
    proxies: dump.proxies.map((proxy) => ({ ...proxy, connections: proxy.namespace === 'web' ? [connection] : [] })),
  }));
  return { ...state, ztunnelDumps };
}

function seen(declared: Declared, how: 'pod' | 'service'): string[] {
  const state = stateOf(declared.bundle());
  const server = state.pods.find((pod) => pod.workload.name === 'server')!;
  const caller = state.pods.find((pod) => pod.workload.name === 'client')!;
  const vip = state.services.find((service) => service.name === 'server')!.clusterIPs[0];
  const asked = how === 'pod' ? `${server.ips[0]}:8080` : `${vip}:80`;
  const mesh = indexMesh(connected(state, asked, `${server.ips[0]}:15008`));
  expect(mayDialPods(mesh, caller)).toBe(how === 'pod');
  return dialledPodsOf(mesh, caller).map(({ service }) => service.name);
}

test('W14, P3: a connection that was opened to a pod passes the waypoint of its Service by', () => {
  expect(seen(guarded(), 'pod')).toEqual(['server']);
});

test('P4: a connection that was opened to the Service does not', () => {
  expect(seen(guarded(), 'service')).toEqual([]);
});

test('P6: a pod that has a waypoint of its own is not reached past it', () => {
  expect(seen(guarded({ for: 'all' }, { labels: { 'istio.io/use-waypoint': 'waypoint' } }), 'pod')).toEqual([]);
});
