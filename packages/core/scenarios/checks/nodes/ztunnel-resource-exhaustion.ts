import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const withFiles = (open: number): Mesh =>
  pair().says(
    'ztunnel-metrics',
    'istio-system/ztunnel@node-1',
    `process_open_fds ${open}`,
    'process_max_fds 1024',
    'istio_tcp_sockets_open{reporter="source"} 900',
  );

export const ztunnelResourceExhaustion: readonly Scenario[] = firesAndNear(
  'ztunnel-resource-exhaustion',
  {
    title: "The ztunnel of the caller's node has nearly all files open that it may",
    mesh: () => withFiles(1000),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  { title: 'It has half of them open', mesh: () => withFiles(512), asks: [expectDelivered(CLIENT, SERVER)] },
);
