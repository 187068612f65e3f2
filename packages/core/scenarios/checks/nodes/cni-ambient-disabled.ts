import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** istio-cni without ambient mode, which has captured nobody. */
const withoutAmbient = (): Mesh =>
  pair()
    .capture('web/client', 'absent')
    .capture('shop/server', 'absent')
    .edit('ConfigMap', (object: KubeObject) => {
      if (object.metadata.name === 'istio-cni-config')
        Object.assign(object['data'] as object, { AMBIENT_ENABLED: 'false' });
    });

/** The environment of the agent comes before its ConfigMap. */
function override(daemonSet: KubeObject): void {
  if (daemonSet.metadata.name !== 'istio-cni-node') return;
  const { template } = daemonSet['spec'] as { template: { spec: { containers: { env?: unknown[] }[] } } };
  for (const container of template.spec.containers) container.env = [{ name: 'AMBIENT_ENABLED', value: 'true' }];
}

export const cniAmbientDisabled: readonly Scenario[] = firesAndNear(
  'cni-ambient-disabled',
  {
    title: 'istio-cni was installed without ambient mode: nobody is captured',
    mesh: withoutAmbient,
    asks: [
      {
        ...expectFlows(CLIENT, SERVER),
        expect: {
          verdict: ['degraded'],
          cause: 'cni-ambient-disabled',
          blame: 'configuration',
          notBlame: ['application'],
        },
      },
    ],
  },
  {
    title: 'The environment of the DaemonSet turns it on',
    mesh: () => withoutAmbient().edit('DaemonSet', override),
    also: ['source-not-captured'],
  },
);
