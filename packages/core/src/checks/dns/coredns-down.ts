import { dnsService } from '../../mesh/address/cluster-dns.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 45 (D1): nobody answers for the names of the cluster. */
export const corednsDown: Check = {
  id: 'coredns-down',
  number: 45,
  stage: 'dns',
  title: 'Cluster DNS is down',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod'],
  explains: ['endpoints-not-ready', 'app-crashing', 'app-image-or-config-error'],
  why: 'The DNS Service of the cluster has no pod that is ready. ztunnel still answers for names it knows; all other names, and all names for pods outside the mesh, resolve to nothing.',
  notProof: 'The first minute; clusters whose DNS runs elsewhere have no such Service.',
  cite: 'D1',
  detect: (mesh) => [...findingOf(mesh)],
  judge: (mesh, trace) => (trace.naming?.answeredBy === 'cluster' ? (findingOf(mesh)[0] ?? null) : null),
};

const findingOf = ofMesh((mesh: Mesh): readonly Found[] => {
  const service = dnsService(mesh);
  if (!service?.selector) return [];
  const pods = podsOfService(mesh, service);
  if (pods.length === 0 || pods.some((pod) => pod.ready && pod.deletedAt === null)) return [];
  const since = conditionOf(pods[0]!.conditions, 'Ready')?.since ?? null;
  if (!hasHeld(since, mesh.takenAt, 60)) return [];
  const subject = ref('Service', service.namespace, service.name);
  const { workload, namespace } = pods[0]!;
  return [
    {
      subject,
      sentence: `Cluster DNS is down: none of its ${pods.length} pods is ready. Only names that the mesh knows still resolve.`,
      evidence: pods
        .slice(0, 3)
        .map((pod) => field(ref('Pod', pod.namespace, pod.name), 'status.conditions Ready', 'False', 'True', since)),
      objects: [
        ref(workload.kind, namespace, workload.name),
        ...pods.slice(0, 5).map((pod) => ref('Pod', pod.namespace, pod.name)),
      ],
      since,
      fix: [remedy('Bring its pods back.', `kubectl -n ${service.namespace} get pods -l k8s-app=kube-dns`)],
    },
  ];
});
