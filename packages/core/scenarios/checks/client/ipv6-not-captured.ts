import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** Every pod has an address of each family; istio-cni is set as told. */
function dualStack(ipv6: string, clusterIPs: readonly string[]): Mesh {
  return pair()
    .edit('Pod', (object: KubeObject) => {
      const status = object['status'] as { podIPs?: { ip: string }[] };
      const last = status.podIPs?.[0]?.ip.split('.').at(-1);
      if (last !== undefined) status.podIPs!.push({ ip: `fd00:10::${last}` });
    })
    .edit('Service', (object: KubeObject) => {
      if (object.metadata.name === 'server')
        Object.assign(object['spec'] as object, {
          clusterIP: clusterIPs[0],
          clusterIPs,
          ipFamilies: clusterIPs.map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4')),
        });
    })
    .edit('ConfigMap', (object: KubeObject) => {
      if (object.metadata.name === 'istio-cni-config') Object.assign(object['data'] as object, { AMBIENT_IPV6: ipv6 });
    });
}

export const ipv6NotCaptured: readonly Scenario[] = [
  ...firesAndNear(
    'ipv6-not-captured',
    {
      title: 'A Service with an IPv6 address, and istio-cni leaves IPv6 alone',
      mesh: () => dualStack('false', ['fd00:20::10']),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'istio-cni captures IPv6',
      mesh: () => dualStack('true', ['fd00:20::10']),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'ipv6-not-used',
    title: 'IPv6 is not captured, and the Service has no such address',
    bundle: () => dualStack('false', ['10.96.77.7']).bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['ipv6-not-captured'],
  },
];
