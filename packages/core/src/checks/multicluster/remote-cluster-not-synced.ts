import { groupBy } from '../../mesh/memory/look-up.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { configuredScopeOf } from '../../mesh/multicluster/service-scope.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import { samplesOf, sumOf } from '../../mesh/told/component-metrics.ts';
import type { ComponentSample } from '../../state/component-metrics.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { reading, remedy } from '../evidence.ts';

/** Catalogue 174 (MC7): istiod does not get the objects of another cluster. */
export const remoteClusterNotSynced: Check = {
  id: 'remote-cluster-not-synced',
  number: 174,
  stage: 'multicluster',
  title: 'istiod cannot read another cluster',
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution', 'upstream-link', 'east-west-gateway'],
  tier: 1,
  needs: ['istiod-metrics', 'Pod'],
  uses: ['istiod-log', 'Service', 'EndpointSlice', 'ztunnel-config', 'ConfigMap', 'Deployment', 'Namespace'],
  explains: ['service-not-global', 'eastwest-gateway-missing'],
  why: 'istiod watches the API server of every cluster that it has a secret for. While it cannot, it knows nothing of the endpoints there, and calls that need them fail.',
  notProof:
    'The first minutes of an istiod, which reads the other clusters then. Clusters that one of its states calls synced.',
  cite: 'MC7; istio: pkg/kube/multicluster',
  detect: (mesh) => {
    const states = unsynced(mesh);
    return states.length > 0 ? [finding(mesh, states)] : [];
  },
  judge(mesh, trace) {
    const { choice, service } = trace;
    if (!service || choice?.endpoints.length !== 0 || choice.excluded.length > 0) return null;
    const states = unsynced(mesh);
    if (states.length === 0 || !isShared(mesh, service)) return null;
    return { ...finding(mesh, states), severity: 'broken', certainty: 'likely', hop: trace.choiceHop };
  },
};

interface Unsynced {
  cluster: string;
  pod: Pod;
  state: string;
}

const YOUNG = 300;

const unsynced = ofMesh((mesh: Mesh): Unsynced[] =>
  mesh.pods.istiods.flatMap((pod) => {
    const key = nameOf(pod);
    const uptime = sumOf(mesh, key, 'istiod_uptime_seconds');
    if (!pod.ready || (uptime !== null && uptime < YOUNG)) return [];
    const samples = ['istiod_remote_cluster_sync_status', 'remote_cluster_sync_status'].flatMap((name) =>
      samplesOf(mesh, key, name),
    );
    return [...groupBy(samples, clusterOf)].flatMap(([cluster, states]) => {
      const state = stateOf(states);
      return state === null ? [] : [{ cluster, pod, state }];
    });
  }),
);

const clusterOf = ({ labels }: ComponentSample): string => labels['cluster'] ?? labels['cluster_id'] ?? '';

/** One sample a state, of which that of the present one is 1; or one sample that is 1 for synced. Null where it is synced. */
function stateOf(samples: readonly ComponentSample[]): string | null {
  const named = samples.filter(({ labels }) => labels['status'] !== undefined);
  if (named.length === 0) return samples.some(({ value }) => value > 0) ? null : 'not synced';
  const present = named.filter(({ value }) => value > 0).map(({ labels }) => (labels['status'] ?? '').toLowerCase());
  return present.length === 0 || present.includes('synced') ? null : present.join(', ');
}

const isShared = (mesh: Mesh, service: Service): boolean => configuredScopeOf(mesh, service) === 'global';

function finding(mesh: Mesh, states: readonly Unsynced[]): Found {
  const clusters = [...new Set(states.map(({ cluster }) => cluster))];
  const [{ pod }] = states as [Unsynced];
  const said = states.slice(0, 5).map(({ pod: { namespace, name }, cluster, state }): Evidence => {
    const at = mesh.metrics.get(`${namespace}/${name}`)?.at ?? null;
    return reading('istiod-metrics', `${namespace}/${name}`, `cluster ${cluster}: ${state}`, 'synced', at, 1);
  });
  const logs = states.flatMap(({ pod: { namespace, name } }) =>
    factsOf(mesh, `${namespace}/${name}`, 'remote-cluster-failed').map((fact) =>
      reading(
        'istiod-log',
        `${namespace}/${name}`,
        `cluster ${fact.name} failed${fact.reason === '' ? '' : `: ${fact.reason}`}, ${fact.count} times`,
        'synced',
        fact.lastAt,
        3,
      ),
    ),
  );
  const readers = new Set(states.map((state) => state.pod)).size;
  return {
    subject: ref(pod.workload.kind, pod.namespace, pod.workload.name),
    certainty: readers === mesh.pods.istiods.filter(({ ready }) => ready).length ? 'confirmed' : 'likely',
    sentence: `istiod cannot read cluster ${clusters.map((name) => `\`${name}\``).join(', ')}, so its endpoints are not known here.`,
    evidence: [...said, ...logs.slice(0, 3)],
    objects: states.slice(0, 10).map((state) => ref('Pod', state.pod.namespace, state.pod.name)),
    fix: [
      remedy(
        'Renew the secret for that cluster, and see that its API server can be reached from here.',
        'istioctl remote-clusters',
      ),
    ],
  };
}
