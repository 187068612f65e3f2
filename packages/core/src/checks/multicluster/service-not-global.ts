import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { otherNetworks } from '../../mesh/multicluster/networks.ts';
import { configuredScopeOf, sharesNetworks } from '../../mesh/multicluster/service-scope.ts';
import { chooseEndpoints } from '../../mesh/service/endpoints.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 170 (MC3): only Services of global scope are shared between clusters. */
export const serviceNotGlobal: Check = {
  id: 'service-not-global',
  number: 170,
  stage: 'multicluster',
  title: 'A Service without endpoints here is not shared between clusters',
  blame: 'configuration',
  severity: 'broken',
  hops: ['resolution', 'upstream-link'],
  tier: 0,
  needs: ['Service', 'Pod', 'Deployment', 'ConfigMap', 'Gateway'],
  uses: ['Namespace', 'EndpointSlice', 'WorkloadEntry', 'ServiceEntry', 'ztunnel-config'],
  why: 'Clusters share only Services that are marked as global, in every cluster. This one is not, so endpoints that it may have in other networks are not used.',
  notProof: 'Services that have an endpoint in this network, and meshes of one network.',
  cite: 'MC3',
  detect: inEachNamespace((mesh, { services }) =>
    isDivided(mesh) ? services.flatMap((service) => finding(mesh, service)) : [],
  ),
  judge(mesh, trace) {
    const service = trace.backend;
    if (!service || trace.choice?.endpoints.length !== 0) return null;
    const [found] = isDivided(mesh) ? finding(mesh, service) : [];
    return found ? { ...found, hop: trace.choiceHop } : null;
  },
};

const isDivided = (mesh: Mesh): boolean => sharesNetworks(mesh) && otherNetworks(mesh).size > 0;

function finding(mesh: Mesh, service: Service): Found[] {
  const isOwn = service.namespace === mesh.rootNamespace || service.labels['gateway.istio.io/managed'] !== undefined;
  if (isOwn || service.type === 'ExternalName' || configuredScopeOf(mesh, service) === 'global') return [];
  const [port] = service.ports;
  if (!port || chooseEndpoints(mesh, service, port.port).endpoints.length > 0) return [];
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject,
      sentence: `\`${nameOf(subject)}\` has no endpoints here and is not shared between clusters, so endpoints in other networks are not used.`,
      evidence: [
        field(
          subject,
          'label istio.io/global',
          service.labels['istio.io/global'] ?? 'not set',
          'true, in every cluster',
        ),
      ],
      fix: [
        remedy(
          'Mark it as global in every cluster.',
          `kubectl -n ${service.namespace} label service ${service.name} istio.io/global=true`,
          relabelled(subject, service.labels, 'istio.io/global', 'true'),
        ),
      ],
    },
  ];
}
