import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** Every ztunnel is told to ask this address. */
const asking = (address: string): Mesh =>
  pair().edit('DaemonSet', (daemonSet: KubeObject) => {
    if (daemonSet.metadata.name !== 'ztunnel') return;
    const { template } = daemonSet['spec'] as {
      template: { spec: { containers: { env: { name: string; value?: string }[] }[] } };
    };
    for (const entry of template.spec.containers.flatMap((container) => container.env))
      if (entry.name === 'XDS_ADDRESS') entry.value = address;
  });

export const ztunnelPointsToMissingIstiod: readonly Scenario[] = firesAndNear(
  'ztunnel-points-to-missing-istiod',
  {
    title: 'The revision that ztunnel asks was removed, and ztunnel has restarted since',
    mesh: () =>
      asking('istiod-1-29.istio-system.svc:15012')
        .fault('istio-system/ztunnel', { state: 'unready', since: LONG })
        .ztunnel('node-1', { pending: 'state manager' })
        .ztunnel('node-2', { pending: 'state manager' })
        .ztunnel('node-3', { pending: 'state manager' }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-points-to-missing-istiod', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'The control plane is outside the cluster',
    mesh: () => asking('https://istiod.control.example:15012'),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
