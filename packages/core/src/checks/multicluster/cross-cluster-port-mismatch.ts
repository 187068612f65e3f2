import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { type FarEndpoint, farEndpointsOf } from '../../mesh/multicluster/far-clusters.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 178 (MC3): a shared Service has other ports in another cluster. */
export const crossClusterPortMismatch: Check = {
  id: 'cross-cluster-port-mismatch',
  number: 178,
  stage: 'multicluster',
  title: 'A Service has different ports in different clusters',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['east-west-gateway', 'resolution', 'upstream-link'],
  tier: 2,
  needs: ['ztunnel-config', 'Service'],
  uses: ['Pod', 'EndpointSlice'],
  why: 'Clusters share a Service by its name. A port that only one of them declares leads to nobody in the other, so calls to it depend on where they end up.',
  notProof:
    'Ports that both declare, whatever they lead to. A port that nobody calls does no harm; other clusters are seen here only through what istiod tells ztunnel of them.',
  cite: 'MC3; istio: pilot/pkg/serviceregistry/ambient/multicluster.go; analyze IST0170',
  detect: inEachNamespace((mesh, { services }) =>
    services.flatMap((service) => {
      const far = lackingAny(mesh, service);
      return far ? [finding(service, far.endpoint, far.ports)] : [];
    }),
  ),
  judge(mesh, trace) {
    const { service, port, choice, eastWest } = trace;
    if (!service?.ports.some((own) => own.port === port)) return null;
    const far = farEndpointsOf(mesh, service);
    const lacking = far.find((endpoint) => lacks(endpoint, port));
    if (!lacking) return null;
    const isNeeded = eastWest !== null || choice?.endpoints.length === 0;
    const isAnyThere = far.some((endpoint) => !lacks(endpoint, port));
    return {
      ...finding(service, lacking, [port]),
      severity: isNeeded && !isAnyThere ? 'broken' : 'latent',
      hop: eastWest ? 'east-west-gateway' : trace.choiceHop,
    };
  },
};

/** What is said of its ports leaves this one out. */
const lacks = ({ ports }: FarEndpoint, port: number): boolean =>
  Object.keys(ports).length > 0 && ports[String(port)] === undefined;

function lackingAny(mesh: Mesh, service: Service): { endpoint: FarEndpoint; ports: number[] } | null {
  for (const endpoint of farEndpointsOf(mesh, service)) {
    const ports = service.ports
      .filter((own) => own.protocol !== 'UDP' && lacks(endpoint, own.port))
      .map(({ port }) => port);
    if (ports.length > 0) return { endpoint, ports };
  }
  return null;
}

function finding(service: Service, { workload, ports, toldTo }: FarEndpoint, missing: readonly number[]): Found {
  const subject = ref('Service', service.namespace, service.name);
  const where = workload.clusterId || workload.network;
  const [own, far] = [service.ports.map(({ port }) => port).join(', '), Object.keys(ports).join(', ')];
  return {
    subject,
    sentence: `\`${nameOf(subject)}\` has port ${missing.join(', ')} here and not in cluster \`${where}\`, so calls that end up there fail.`,
    evidence: [
      field(subject, 'spec.ports', own, far),
      reading(
        'ztunnel-config',
        toldTo.pod,
        `ports of ${workload.name || workload.uid} in ${where}: ${far}`,
        own,
        toldTo.at,
      ),
    ],
    // A named port that the pods there do not declare looks the same.
    certainty: 'likely',
    fix: [
      remedy(
        'Give the Service the same ports in every cluster.',
        `kubectl -n ${service.namespace} get service ${service.name} -o jsonpath='{.spec.ports}'`,
      ),
    ],
  };
}
