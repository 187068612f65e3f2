/** Turns of phrase for what ztunnels say of a gateway into another network. */
import { earlyDenyLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { connected, remoteGateway } from './networks.ts';
import { pair } from './pair.ts';

export const FAR_GATEWAY = '198.51.100.40';
const OTHER = 'web/other';

/** The callee runs in network `west` only, behind its gateway; callers are on two nodes. */
export const onlyFar = (): Mesh =>
  connected(pair({ service: { labels: { 'istio.io/global': 'true' } } }))
    .app(OTHER, { nodes: ['node-2'], calls: ['shop/server:80'] })
    .object(remoteGateway('west'))
    .scale('shop/server', 0)
    .remote('shop/server', 'west', { address: FAR_GATEWAY, port: 15008 });

/** The ztunnel of a node has so often failed with an error on its way to the gateway. */
export function failing(mesh: Mesh, node: 'node-1' | 'node-2', error: string, times: number): Mesh {
  const from = node === 'node-1' ? 'web/client' : OTHER;
  const lines = earlyDenyLines({ direction: 'outbound', from, to: `${FAR_GATEWAY}:15008`, error, times });
  return mesh.says('ztunnel-log', `istio-system/ztunnel@${node}`, ...lines);
}
