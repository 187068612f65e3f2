import { lostHosts } from '../../mesh/service/duplicate-hosts.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 49 (S2): two objects of a namespace define one host; the loser is dropped silently. */
export const duplicateHostDefinition: Check = {
  id: 'duplicate-host-definition',
  number: 49,
  stage: 'dns',
  title: 'Another object already defines this host',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['ServiceEntry', 'Service'],
  uses: ['ConfigMap', 'Namespace', 'Deployment'],
  why: 'Of several definitions of one host in a namespace the Service wins, else the oldest ServiceEntry. The others are ignored with their endpoints and ports.',
  notProof: 'Definitions in different namespaces stand side by side.',
  cite: 'S2; Kiali KIA1211, KIA1212',
  detect: (mesh) =>
    lostHosts(mesh).map(({ entry, host, winner }) => {
      const subject = ref('ServiceEntry', entry.namespace, entry.name);
      const first = ref(winner.source.kind, winner.namespace, winner.name);
      return {
        subject,
        sentence: `\`${host}\` is defined by \`${first.kind} ${nameOf(first)}\` already, so \`ServiceEntry ${nameOf(subject)}\` is ignored for it.`,
        evidence: [
          field(subject, 'spec.hosts', host, 'a host that nobody else in the namespace defines'),
          field(first, 'metadata.creationTimestamp', winner.source.object.createdAt ?? 'not known'),
        ],
        objects: [first],
        fix: [
          remedy(
            'Merge the two, or delete the one that is not meant.',
            `kubectl -n ${entry.namespace} get serviceentries`,
          ),
        ],
      };
    }),
};
