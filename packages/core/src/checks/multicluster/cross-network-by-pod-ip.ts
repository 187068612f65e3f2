import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 177 (MC5, P8): only calls to a service cross between networks. */
export const crossNetworkByPodIp: Check = {
  id: 'cross-network-by-pod-ip',
  number: 177,
  stage: 'multicluster',
  title: 'Another network is reached through a service only',
  blame: 'application',
  severity: 'broken',
  hops: ['east-west-gateway'],
  tier: 0,
  needs: ['Pod'],
  uses: ['Service', 'WorkloadEntry', 'ServiceEntry', 'Gateway'],
  why: 'A call to the address of a workload in another network has no way there. Between networks only calls to a service pass, whose name and address both clusters share.',
  notProof: 'Workloads of the same network, whatever cluster they are in.',
  cite: 'MC5, P8',
  judge(_mesh, trace) {
    const { eastWest, endpoint } = trace;
    if (!eastWest || eastWest.serviceAddressed || !endpoint?.outside) return null;
    const { kind, namespace, name } = endpoint.outside;
    const subject = ref(kind, namespace, name);
    return {
      subject,
      sentence: `\`${endpoint.ip}\` is a workload of network \`${eastWest.network}\`: from here it is reached through a service only, not by its address.`,
      evidence: [
        evaluation('MC5', `address of a workload in network ${eastWest.network}`, 'the name of a service', subject),
      ],
      fix: [remedy('Call a service that both clusters share.', 'kubectl get services -A -l istio.io/global=true')],
    };
  },
};
