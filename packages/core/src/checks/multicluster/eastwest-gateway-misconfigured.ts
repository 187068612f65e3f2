import { groupBy } from '../../mesh/memory/look-up.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { NETWORK } from '../../mesh/multicluster/networks.ts';
import { healthyPodsOfGateway } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 172 (MC4): a gateway between networks is there and cannot be used. */
export const eastwestGatewayMisconfigured: Check = {
  id: 'eastwest-gateway-misconfigured',
  number: 172,
  stage: 'multicluster',
  title: 'A gateway between networks is not correctly set up',
  blame: 'configuration',
  severity: 'broken',
  hops: ['east-west-gateway'],
  tier: 0,
  needs: ['Gateway'],
  uses: ['Pod'],
  why: 'A gateway between networks needs its network’s label, a listener for the mesh on port 15008, an address and, where it runs here, a ready pod. Of several for one network only the first is used.',
  notProof: 'Gateways of other kinds, and references to a gateway that runs elsewhere, which has no pods here.',
  cite: 'MC4',
  detect: (mesh) => [...mesh.state.gateways.flatMap((gateway) => finding(mesh, gateway)), ...doubled(mesh)],
};

const isBetween = ({ className }: Gateway): boolean => className === 'istio-east-west' || className === 'istio-remote';

function finding(mesh: Mesh, gateway: Gateway): Found[] {
  if (!isBetween(gateway)) return [];
  const wrong = wrongWith(mesh, gateway);
  if (!wrong) return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  return [
    {
      subject,
      sentence: `The gateway \`${nameOf(subject)}\` between networks cannot be used: ${wrong.why}.`,
      evidence: [field(subject, wrong.field, wrong.observed, wrong.expected)],
      fix: [
        remedy(
          'Set it up as an east-west gateway of the mesh.',
          `kubectl -n ${gateway.namespace} get gateway ${gateway.name} -o yaml`,
        ),
      ],
    },
  ];
}

function wrongWith(
  mesh: Mesh,
  gateway: Gateway,
): { why: string; field: string; observed: string; expected: string } | null {
  const listener = gateway.listeners.find((candidate) => candidate.protocol === 'HBONE');
  if ((gateway.labels[NETWORK] ?? '') === '')
    return {
      why: 'it does not say which network it stands for',
      field: `label ${NETWORK}`,
      observed: 'not set',
      expected: 'the name of a network',
    };
  if (listener?.port !== 15008)
    return {
      why: 'it has no listener for the mesh on port 15008',
      field: 'spec.listeners',
      observed: gateway.listeners.map(({ protocol, port }) => `${protocol} ${port}`).join(', ') || 'none',
      expected: 'HBONE 15008',
    };
  if (gateway.className === 'istio-east-west' && listener.tlsMode !== '' && listener.tlsMode !== 'Terminate')
    return {
      why: 'its listener does not end the outer encryption',
      field: 'spec.listeners tls.mode',
      observed: listener.tlsMode,
      expected: 'Terminate',
    };
  if (gateway.addresses.length === 0)
    return {
      why: 'it has no address',
      field: 'status.addresses',
      observed: 'none',
      expected: 'an address that other clusters reach',
    };
  if (gateway.className === 'istio-east-west' && healthyPodsOfGateway(mesh, gateway).length === 0)
    return { why: 'it has no ready pod', field: 'ready pods', observed: '0', expected: '1 or more' };
  return null;
}

/** MC4: of several for one network only the first is used. */
function doubled(mesh: Mesh): Found[] {
  const remote = mesh.state.gateways.filter(
    (gateway) => gateway.className === 'istio-remote' && gateway.addresses.length > 0,
  );
  return [...groupBy(remote, (gateway) => gateway.labels[NETWORK] ?? '')].flatMap(([network, gateways]) => {
    const [first, second] = gateways;
    if (network === '' || !first || !second) return [];
    const subject = ref('Gateway', second.namespace, second.name);
    const used = ref('Gateway', first.namespace, first.name);
    return [
      {
        subject,
        severity: 'degraded' as const,
        sentence: `Of ${gateways.length} gateways for network \`${network}\` only \`${nameOf(used)}\` is used; \`${nameOf(subject)}\` is not.`,
        evidence: [field(subject, `label ${NETWORK}`, network, 'one gateway a network')],
        objects: [used],
        fix: [remedy('Keep one of them.', `kubectl get gateways -A -l ${NETWORK}=${network}`)],
      },
    ];
  });
}
