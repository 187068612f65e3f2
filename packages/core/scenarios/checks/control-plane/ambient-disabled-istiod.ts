import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

/** A fork's chart: the flags stand in a ConfigMap and not in the Deployment. */
function takeFlagsFromConfigMap(deployment: KubeObject): void {
  if (deployment.metadata.name !== 'istiod') return;
  const { template } = deployment['spec'] as { template: { spec: { containers: Record<string, unknown>[] } } };
  for (const container of template.spec.containers) container['envFrom'] = [{ configMapRef: { name: 'istiod-flags' } }];
}

export const ambientDisabledIstiod: readonly Scenario[] = firesAndNear(
  'ambient-disabled-istiod',
  {
    title: 'istiod was installed without ambient mode: no ztunnel ever gets its state',
    mesh: () =>
      pair()
        .istio({ ambient: false })
        .fault('istio-system/ztunnel', { state: 'unready', since: LONG })
        .ztunnel('node-1', { pending: 'state manager' })
        .ztunnel('node-2', { pending: 'state manager' })
        .ztunnel('node-3', { pending: 'state manager' }),
  },
  {
    title: 'The flag comes from a ConfigMap',
    mesh: () => pair().istio({ ambient: false }).edit('Deployment', takeFlagsFromConfigMap),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
