import type { Mesh } from '../../mesh/mesh.ts';
import { hasNoMembers } from '../../mesh/service/entry-endpoints.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 162 (D4): resolution STATIC and nobody listed. */
export const egressStaticNoEndpoints: Check = {
  id: 'egress-static-no-endpoints',
  number: 162,
  stage: 'egress',
  title: 'A ServiceEntry lists no endpoints',
  blame: 'configuration',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['ServiceEntry', 'Pod', 'WorkloadEntry'],
  uses: ['Deployment', 'ConfigMap', 'Namespace'],
  why: 'With resolution STATIC only the endpoints that are listed or selected are called. There are none, so every call fails.',
  notProof:
    'Entries resolved by DNS, which are their own endpoint, and entries whose selector finds a pod or a WorkloadEntry.',
  cite: 'D4',
  detect: (mesh) => mesh.state.serviceEntries.flatMap((entry) => finding(mesh, entry)),
  judge(mesh, trace) {
    const found = trace.target.kind === 'service-entry' ? finding(mesh, trace.target.entry)[0] : undefined;
    return found ? { ...found, hop: trace.choiceHop } : null;
  },
};

function finding(mesh: Mesh, entry: ServiceEntry): Found[] {
  if (!hasNoMembers(mesh, entry)) return [];
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  const selector = entry.workloadSelector;
  const why = selector === null ? 'lists no endpoints' : 'selects neither a pod nor a WorkloadEntry';
  return [
    {
      subject,
      sentence: `ServiceEntry \`${nameOf(subject)}\` ${why}, so calls to \`${entry.hosts[0] ?? 'its host'}\` have nowhere to go.`,
      evidence: [
        field(subject, 'spec.resolution', 'STATIC'),
        selector === null
          ? field(subject, 'spec.endpoints', 'none', 'one or more')
          : field(subject, 'spec.workloadSelector', JSON.stringify(selector), 'labels that something has'),
      ],
      fix: [
        remedy(
          'List its endpoints, or let DNS resolve it.',
          `kubectl -n ${entry.namespace} edit serviceentry ${entry.name}`,
          // A wildcard is nothing that DNS could resolve.
          ...(selector === null && !entry.hosts.some((host) => host.startsWith('*'))
            ? [changed(subject, ['spec', 'resolution'], 'STATIC', 'DNS')]
            : []),
        ),
      ],
    },
  ];
}
