import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';
import { failureInLogs } from './outside-calls.ts';

/** Catalogue 161 (D4): ztunnel resolves the hosts of a ServiceEntry itself, and gets no answer. */
export const egressDnsUnresolvable: Check = {
  id: 'egress-dns-unresolvable',
  number: 161,
  stage: 'egress',
  title: 'ztunnel cannot resolve a host outside',
  blame: 'application',
  severity: 'broken',
  hops: ['external', 'resolution'],
  tier: 3,
  needs: ['ServiceEntry', 'Pod', 'ztunnel-log'],
  uses: ['Service', 'Gateway', 'EndpointSlice', 'WorkloadEntry'],
  explains: ['external-target-down'],
  why: 'The hosts of a ServiceEntry with resolution DNS are resolved by ztunnel when they are called. Its log says that no address came back.',
  notProof: 'Fewer than three failures, and hosts that were reached after the last of them.',
  cite: 'D4; signals 3.5',
  judge(mesh, trace) {
    if (mesh.state.logs.length === 0 || trace.target.kind !== 'service-entry') return null;
    const { entry, host } = trace.target;
    if (!entry.resolution.startsWith('DNS')) return null;
    const failure = failureInLogs(mesh, trace, ['name-unresolved']);
    if (!failure) return null;
    const subject = ref('ServiceEntry', entry.namespace, entry.name);
    const names = entry.endpoints.map(({ address }) => address).filter((name) => name !== '');
    const asked = names.length > 0 ? names.join(', ') : host;
    return {
      hop: 'external',
      subject,
      sentence: `ztunnel cannot resolve \`${asked}\`, so calls to \`${host}\` have nowhere to go.`,
      evidence: [
        reading(
          failure.source,
          failure.who,
          `no address came back ${failure.count} times`,
          'an address',
          failure.at,
          3,
        ),
        field(subject, 'spec.endpoints', asked, 'a name that resolves'),
      ],
      fix: [
        remedy(
          'Correct the host of the endpoint, or see which name servers ztunnel itself uses.',
          `kubectl -n ${entry.namespace} get serviceentry ${entry.name} -o yaml; nslookup ${names[0] ?? host}`,
        ),
      ],
    };
  },
};
