import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { admit, CLIENT, firesAndNear, inNamespace, LONG, pair, SERVER } from '../pair.ts';

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

export const probeSnatBlocked: readonly Scenario[] = firesAndNear(
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
);
