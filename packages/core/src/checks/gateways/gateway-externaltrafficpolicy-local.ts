import { ingressGateways } from '../../mesh/gateway/gateway.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { healthyPodsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 155 (G5): a node without a pod of the gateway drops what a load balancer sends it. */
export const gatewayExternaltrafficpolicyLocal: Check = {
  id: 'gateway-externaltrafficpolicy-local',
  number: 155,
  stage: 'gateways',
  title: 'Some nodes have no pod of a gateway that serves its own node only',
  blame: 'kubernetes',
  severity: 'latent',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Pod', 'Node', 'GatewayClass'],
  why: 'With externalTrafficPolicy Local a node answers only for pods of its own. A load balancer that sends to other nodes loses those connections.',
  notProof: 'Load balancers that ask each node for its health leave these nodes out.',
  cite: 'G5',
  detect: (mesh) => ingressGateways(mesh).flatMap((gateway) => finding(mesh, gateway)),
};

const NOT_BALANCED = 'node.kubernetes.io/exclude-from-external-load-balancers';

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  const service = (mesh.services.byNamespace.get(gateway.namespace) ?? []).find(
    (candidate) =>
      candidate.labels['gateway.networking.k8s.io/gateway-name'] === gateway.name &&
      (candidate.type === 'LoadBalancer' || candidate.type === 'NodePort'),
  );
  const serving = new Set(healthyPodsOfGateway(mesh, gateway).map((pod) => pod.node));
  if (service?.externalTrafficPolicy !== 'Local' || serving.size === 0) return [];
  const bare = mesh.state.nodes.filter(
    (node) =>
      !serving.has(node.name) &&
      node.labels[NOT_BALANCED] === undefined &&
      conditionOf(node.conditions, 'Ready')?.status === 'True',
  );
  const [node] = bare;
  if (!node) return [];
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject: ref('Gateway', gateway.namespace, gateway.name),
      certainty: 'suspected',
      sentence: `Gateway \`${nameOf(gateway)}\` serves each node for itself, and ${bare.length === 1 ? `node \`${node.name}\` has` : `${bare.length} nodes have`} none of its pods: what a load balancer sends there is lost.`,
      evidence: [
        field(subject, 'spec.externalTrafficPolicy', 'Local', 'Cluster, or a pod on every node'),
        field(subject, 'nodes with a ready pod', [...serving].sort().join(', ')),
      ],
      objects: [subject, ...bare.slice(0, 4).map((one) => ref('Node', '', one.name))],
      fix: [
        remedy(
          'Run a pod of it on every node, or let nodes forward to each other.',
          `kubectl -n ${service.namespace} patch service ${service.name} -p '{"spec":{"externalTrafficPolicy":"Cluster"}}'`,
          changed(subject, ['spec', 'externalTrafficPolicy'], 'Local', 'Cluster'),
        ),
      ],
    },
  ];
}
