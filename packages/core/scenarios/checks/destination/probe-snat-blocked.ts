import { type Mesh, mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { admit, CLIENT, firesAndNear, inNamespace, LONG, OUTSIDER, pair, SERVER } from '../pair.ts';

/** The callee is not ready under a default-deny policy, and the kubelet says how its probe failed. */
function probed(how: string): Mesh {
  return pair()
    .networkPolicy('shop/server', admit({ app: 'server' }, [15008], inNamespace('web')))
    .fault('shop/server', {
      state: 'unready',
      since: LONG,
      message: `Readiness probe failed: dial tcp 10.244.0.9:8080: ${how}`,
    });
}

/** Cilium with its own masquerading; nothing in the mesh answers a probe. */
function masqueraded(value: string): Mesh {
  return mesh({ nodes: ['node-1@zone-a', 'node-2@zone-b'] })
    .namespace('shop', { ambient: true })
    .namespace('legacy')
    .app(OUTSIDER, { nodes: ['node-1'], calls: [SERVER] })
    .app('shop/server', { nodes: ['node-2'] })
    .object({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'cilium-config' },
      data: { 'enable-bpf-masquerade': value },
    })
    .fault('shop/server', {
      state: 'unready',
      since: LONG,
      message: 'Readiness probe failed: Get "http://10.244.0.9:8080/": context deadline exceeded',
    });
}

export const probeSnatBlocked: readonly Scenario[] = [
  ...firesAndNear(
    'probe-snat-blocked',
    {
      title: 'Probes time out since a policy admits only callers',
      mesh: () => probed('context deadline exceeded'),
      asks: [
        {
          from: CLIENT,
          to: SERVER,
          expect: {
            verdict: ['blocked'],
            cause: 'probe-snat-blocked',
            blame: 'kubernetes',
            notBlame: ['application', 'istio'],
          },
        },
      ],
    },
    {
      title: 'Probes are refused: the application does not listen',
      mesh: () => probed('connect: connection refused'),
      asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['istio', 'configuration'] } }],
    },
  ),
  {
    id: 'probe-snat-cilium',
    title: 'Cilium changes the source of probes, and no pod of the mesh is ready',
    bundle: () => masqueraded('true').bundle(),
    asks: [
      {
        from: OUTSIDER,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          cause: 'probe-snat-blocked',
          blame: 'kubernetes',
          notBlame: ['application', 'istio'],
        },
      },
    ],
    fires: ['probe-snat-blocked'],
  },
  {
    id: 'probe-snat-cilium-near',
    title: 'Cilium does not',
    bundle: () => masqueraded('false').bundle(),
    asks: [{ from: OUTSIDER, to: SERVER, expect: { verdict: ['blocked'], notBlame: ['istio', 'configuration'] } }],
    silent: ['probe-snat-blocked'],
  },
];
