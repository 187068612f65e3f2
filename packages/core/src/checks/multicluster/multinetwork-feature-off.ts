import { otherNetworks } from '../../mesh/multicluster/networks.ts';
import { sharesNetworks } from '../../mesh/multicluster/service-scope.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 168 (MC1): other networks are there, and istiod was not told to reach them. */
export const multinetworkFeatureOff: Check = {
  id: 'multinetwork-feature-off',
  number: 168,
  stage: 'multicluster',
  title: 'Other networks are named, and istiod does not serve them',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['east-west-gateway', 'resolution'],
  tier: 0,
  needs: ['Deployment', 'Gateway'],
  uses: ['WorkloadEntry', 'ServiceEntry', 'ztunnel-config'],
  why: 'Calls to other networks need istiod to be told so in every cluster. Here it is not, so nothing of other networks is reached through its gateway.',
  notProof: 'Several clusters in one network need no such setting.',
  cite: 'MC1',
  detect(mesh) {
    const [other] = otherNetworks(mesh);
    const istiod = mesh.controllers.istiods.find((item) => item.kind === 'Deployment');
    if (!other || !istiod || sharesNetworks(mesh)) return [];
    const [network, by] = other;
    const subject = ref('Deployment', istiod.namespace, istiod.name);
    return [
      {
        subject,
        sentence: `Network \`${network}\` is named here, but istiod was not told to connect networks, so calls do not cross to it.`,
        evidence: [
          field(
            subject,
            'AMBIENT_ENABLE_MULTI_NETWORK',
            istiod.env['AMBIENT_ENABLE_MULTI_NETWORK'] ?? 'not set',
            'true',
          ),
          evaluation('MC2', `${by} names network ${network}`),
        ],
        fix: [
          remedy(
            'Turn it on in every cluster.',
            `kubectl -n ${istiod.namespace} set env deployment/${istiod.name} AMBIENT_ENABLE_MULTI_NETWORK=true`,
          ),
        ],
      },
    ];
  },
};
