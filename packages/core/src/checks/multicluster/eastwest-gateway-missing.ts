import { gatewayTo, NETWORK } from '../../mesh/multicluster/networks.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 171 (MC4, P8): an endpoint in another network, and no gateway that leads there. */
export const eastwestGatewayMissing: Check = {
  id: 'eastwest-gateway-missing',
  number: 171,
  stage: 'multicluster',
  title: 'No gateway leads to another network',
  blame: 'configuration',
  severity: 'broken',
  hops: ['east-west-gateway'],
  tier: 0,
  needs: ['Gateway'],
  uses: ['WorkloadEntry', 'ServiceEntry', 'Service', 'Pod', 'ztunnel-config', 'Namespace'],
  why: 'Endpoints in another network are reached through that network’s east-west gateway only. None is known here, so ztunnel has no way to them.',
  notProof: 'Services that have endpoints in this network too are reached there.',
  cite: 'MC4, P8',
  detect(mesh) {
    const found = new Map<string, Found>();
    for (const { namespace, name, entry } of mesh.state.workloadEntries) {
      const { network } = entry;
      if (network === '' || network === mesh.state.network || gatewayTo(mesh, network) || found.has(network)) continue;
      found.set(network, { ...finding(network, ref('WorkloadEntry', namespace, name)), severity: 'degraded' });
    }
    return [...found.values()];
  },
  judge(_mesh, trace) {
    const { eastWest, service, target } = trace;
    if (!eastWest || eastWest.gateway) return null;
    const subject = service
      ? ref('Service', service.namespace, service.name)
      : target.kind === 'service-entry'
        ? ref('ServiceEntry', target.entry.namespace, target.entry.name)
        : null;
    return subject && finding(eastWest.network, subject);
  },
};

function finding(network: string, subject: Ref): Found {
  return {
    subject,
    sentence: `\`${nameOf(subject)}\` has an endpoint in network \`${network}\`, and no east-west gateway is known that leads there.`,
    evidence: [
      evaluation(
        'MC4',
        `no Gateway for network ${network} with an address`,
        'one with a listener for the mesh on port 15008',
        subject,
      ),
    ],
    fix: [remedy('Make the gateway of that network known here.', `kubectl get gateways -A -l ${NETWORK}=${network}`)],
  };
}
