import { carries, gatewayNamesOf, istioGatewayNamed, podsOfIstioGateway } from '../../mesh/gateway/istio-gateways.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { matchesLabels } from '../../mesh/service/selector.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { IstioGateway, VirtualService } from '../../state/virtual-services.ts';
import type { Check, Found } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 153 (G4): Istio's own Gateway and VirtualService do not come together, or come to no proxy. */
export const classicGatewaySelector: Check = {
  id: 'classic-gateway-selector',
  number: 153,
  stage: 'gateways',
  title: "Istio's own Gateway or VirtualService reaches no proxy",
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['IstioGateway', 'Pod', 'VirtualService', 'Deployment'],
  uses: ['DaemonSet'],
  why: 'A Gateway of networking.istio.io chooses its proxies by their labels, and a VirtualService its gateways by name and host. Where one of these does not match, nobody serves the host; neither object says so.',
  notProof:
    'Proxies that are scaled to nothing are chosen rightly and are another failure. A VirtualService that another of its gateways, or the mesh, applies is only held up in part. The first minute is waited for.',
  cite: 'G4; analyze IST0101, IST0132, IST0165, Kiali KIA0302, KIA1102',
  detect: (mesh) => [
    ...mesh.state.istioGateways.flatMap((gateway) => withoutProxy(mesh, gateway)),
    ...mesh.state.virtualServices.flatMap((service) => withoutGateway(mesh, service)),
  ],
};

function withoutProxy(mesh: Mesh, gateway: IstioGateway): Found[] {
  const wanted = Object.entries(gateway.selector);
  if (wanted.length === 0 || gapOf(mesh, 'Pod') || !hasHeld(gateway.createdAt, mesh.takenAt, 60)) return [];
  if (podsOfIstioGateway(mesh, gateway).length > 0 || isScaledToNothing(mesh, gateway)) return [];
  const subject = ref('IstioGateway', gateway.namespace, gateway.name);
  const labels = wanted.map(([key, value]) => `${key}=${value}`).join(',');
  return [
    {
      subject,
      sentence: `Gateway \`${nameOf(subject)}\` of \`networking.istio.io\` opens no port: no pod carries \`${labels}\`.`,
      evidence: [field(subject, 'spec.selector', labels, 'the labels of a gateway proxy')],
      since: gateway.createdAt,
      fix: [remedy('Compare the selector with the labels of the gateway pods.', `kubectl get pods -A -l ${labels}`)],
    },
  ];
}

/** Its proxies are there as a template without pods. */
const isScaledToNothing = (mesh: Mesh, { selector }: IstioGateway): boolean =>
  mesh.controllers.all().some((item) => item.kind !== 'ReplicaSet' && matchesLabels(selector, item.template));

function withoutGateway(mesh: Mesh, service: VirtualService): Found[] {
  const names = gatewayNamesOf(service);
  if (names.length === 0 || !hasHeld(service.createdAt, mesh.takenAt, 60)) return [];
  const failed = names.flatMap((name) => {
    const why = whyNotCarried(mesh, name, service);
    return why === null ? [] : [{ name, why }];
  });
  if (failed.length === 0) return [];
  const subject = ref('VirtualService', service.namespace, service.name);
  const isWhole = failed.length === names.length && names.length === service.gateways.length;
  const { name, why } = failed[0]!;
  const gateway = istioGatewayNamed(mesh, name);
  const object = gateway && ref('IstioGateway', gateway.namespace, gateway.name);
  return [
    {
      subject,
      severity: isWhole ? 'broken' : 'degraded',
      sentence: `VirtualService \`${nameOf(subject)}\` has no effect at gateway \`${name}\`: ${why}.`,
      evidence: [
        field(subject, 'spec.gateways', service.gateways.join(', '), 'a Gateway that exists'),
        field(subject, 'spec.hosts', service.hosts.join(', '), 'hosts of a server of that Gateway'),
        ...(object && gateway
          ? [field(object, 'spec.servers[].hosts', gateway.servers.flatMap(({ hosts }) => hosts).join(', ') || 'none')]
          : []),
      ],
      objects: object ? [object] : [],
      since: service.createdAt,
      fix: [
        remedy(
          gateway
            ? 'Bring the hosts of both together.'
            : 'Name a Gateway that exists, as `namespace/name` where it is in another namespace.',
          'kubectl get gateways.networking.istio.io -A',
        ),
      ],
    },
  ];
}

function whyNotCarried(mesh: Mesh, name: string, service: VirtualService): string | null {
  const gateway = istioGatewayNamed(mesh, name);
  if (gateway) return carries(mesh, gateway, service) ? null : 'no server of it takes one of its hosts';
  return gapOf(mesh, 'IstioGateway', name.split('/')[0]) ? null : 'there is no such Gateway';
}
