import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** Cilium owns the nodes' network; the caller on node-1 was not captured when it started. */
const withCilium = (exclusive: string): Mesh =>
  pair()
    .capture('web/client', 'absent')
    .object({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'cilium-config' },
      data: { 'cni-exclusive': exclusive, 'bpf-lb-sock-hostns-only': 'true' },
    });

const AGAIN = 'Detected changes to the node-level CNI setup, checking to see if configs need redeployment: reinstall';

export const cniConfigRemovedByPrimaryCni: readonly Scenario[] = [
  ...firesAndNear(
    'cni-config-removed-by-primary-cni',
    {
      title: 'Cilium keeps the node for itself, and the caller started outside the mesh',
      mesh: () => withCilium('true'),
      asks: [
        {
          ...expectFlows(CLIENT, SERVER),
          expect: {
            verdict: ['degraded'],
            cause: 'cni-config-removed-by-primary-cni',
            blame: 'kubernetes',
            notBlame: ['application'],
          },
        },
      ],
    },
    {
      title: 'Cilium leaves others alone',
      mesh: () => withCilium('false'),
      also: ['source-not-captured'],
    },
  ),
  {
    id: 'cni-config-removed-by-another',
    title: 'The agent of the node puts its configuration back again and again',
    bundle: () =>
      pair()
        .capture('web/client', 'absent')
        .says(
          'cni-log',
          'istio-system/istio-cni-node@node-1',
          ...['09:40:00', '09:45:00', '09:50:00'].map((at) => `2026-11-20T${at}.000000Z\tinfo\tcni-agent\t${AGAIN}`),
        )
        .bundle(),
    asks: [],
    fires: ['cni-config-removed-by-primary-cni'],
  },
];
