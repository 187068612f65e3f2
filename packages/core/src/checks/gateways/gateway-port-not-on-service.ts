import { ingressGateways, isIstioGateway, servicesOfGateway } from '../../mesh/gateway/gateway.ts';
import { podsOfIstioGateway, servicesOfIstioGateway } from '../../mesh/gateway/istio-gateways.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import { type Condition, conditionOf } from '../../state/metadata.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { IstioGateway } from '../../state/virtual-services.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';
import { severityOn } from './bad-listeners.ts';

/** Catalogue 149 (G2, G4): a listener behind a Service that does not have its port. */
export const gatewayPortNotOnService: Check = {
  id: 'gateway-port-not-on-service',
  number: 149,
  stage: 'gateways',
  title: 'The Service of a gateway lacks the port of a listener',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway'],
  uses: [
    'GatewayClass',
    'Service',
    'IstioGateway',
    'Pod',
    'EndpointSlice',
    'Deployment',
    'HTTPRoute',
    'GRPCRoute',
    'TCPRoute',
    'TLSRoute',
    'Namespace',
  ],
  why: 'Clients come to a gateway through its Service. A port that the Service does not have leads nowhere, whatever the gateway listens to.',
  notProof:
    "Gateways that Istio sets up itself get their ports a moment later: there only what Istio says for a minute counts. A port of Istio's own Gateway may be the Service's or that of its pods.",
  cite: 'G2, G4; analyze IST0162, IST0171',
  detect: (mesh) => [
    ...ingressGateways(mesh)
      .filter((gateway) => isIstioGateway(mesh, gateway))
      .flatMap((gateway) => ofGateway(mesh, gateway)),
    ...mesh.state.istioGateways.flatMap((gateway) => ofIstioGateway(mesh, gateway)),
  ],
  onPath(mesh, trace) {
    const { gateway } = trace.caller;
    if (!gateway) return null;
    const missing = missingPorts(mesh, gateway);
    const bad = gateway.listeners.filter(({ port }) => missing.includes(port)).map(({ name }) => name);
    return severityOn(mesh, trace, gateway, new Set(bad));
  },
};

/** Ports of listeners that the Service lacks: by istiod's word, or seen at a Service that somebody keeps by hand. */
function missingPorts(mesh: Mesh, gateway: Gateway): number[] {
  const said = saidOf(mesh, gateway);
  const named = said ? [...said.message.matchAll(NOT_FOUND)].map((match) => Number(match[1])) : [];
  const isByHand = gateway.specAddresses.length > 0 && hasHeld(gateway.createdAt, mesh.takenAt, 60);
  const services = isByHand ? servicesOfGateway(mesh, gateway) : [];
  const seen =
    services.length > 0 ? gateway.listeners.map(({ port }) => port).filter((port) => !hasPort(services, port)) : [];
  return [...new Set([...named, ...seen])].sort((a, b) => a - b);
}

const NOT_FOUND = /port (\d+) not found for hostname/g;

function saidOf(mesh: Mesh, gateway: Gateway): Condition | undefined {
  const programmed = conditionOf(gateway.conditions, 'Programmed');
  if (programmed?.status !== 'False' || !hasHeld(programmed.since, mesh.takenAt, 60)) return undefined;
  return programmed.message.match(NOT_FOUND) ? programmed : undefined;
}

const hasPort = (services: readonly Service[], port: number): boolean =>
  services.some((service) => service.ports.some((one) => one.port === port));

function ofGateway(mesh: Mesh, gateway: Gateway): Found[] {
  const missing = missingPorts(mesh, gateway);
  if (missing.length === 0) return [];
  const said = saidOf(mesh, gateway);
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const isAll = gateway.listeners.every(({ port }) => missing.includes(port));
  return [
    {
      ...finding(subject, missing, servicesOfGateway(mesh, gateway)),
      severity: isAll ? 'broken' : 'degraded',
      ...(said ? { since: said.since } : {}),
      evidence: [
        ...evidenceOf(subject, missing, servicesOfGateway(mesh, gateway)),
        ...(said ? [conditionEvidence(subject, said)] : []),
      ],
    },
  ];
}

/** G4: without a Service before its proxies nothing is known of the ports. */
function ofIstioGateway(mesh: Mesh, gateway: IstioGateway): Found[] {
  if (gapOf(mesh, 'Pod') || podsOfIstioGateway(mesh, gateway).length === 0) return [];
  const services = servicesOfIstioGateway(mesh, gateway);
  const isServed = (port: number): boolean =>
    hasPort(services, port) || services.some((service) => service.ports.some((one) => one.targetPort === port));
  const ports = [...new Set(gateway.servers.map(({ port }) => port))];
  const missing = ports.filter((port) => !isServed(port));
  if (services.length === 0 || missing.length === 0 || !hasHeld(gateway.createdAt, mesh.takenAt, 60)) return [];
  const subject = ref('IstioGateway', gateway.namespace, gateway.name);
  return [
    {
      ...finding(subject, missing, services),
      severity: missing.length === ports.length ? 'broken' : 'degraded',
      evidence: evidenceOf(subject, missing, services),
    },
  ];
}

function finding(subject: Ref, missing: readonly number[], services: readonly Service[]): Omit<Found, 'evidence'> {
  const [service] = services;
  const whose = service ? `Service \`${nameOf(service)}\` does` : 'its Service does';
  const lacks = missing.length === 1 ? `port ${missing[0]}` : `ports ${missing.join(', ')}`;
  return {
    subject,
    sentence: `Gateway \`${nameOf(subject)}\` listens on ${lacks}, which ${whose} not have: nothing comes in there.`,
    objects: services.map((one) => ref('Service', one.namespace, one.name)),
    fix: [
      remedy(
        'Add the port to the Service.',
        service ? `kubectl -n ${service.namespace} edit service ${service.name}` : '',
        ...(services.length === 1 && service
          ? [
              {
                object: ref('Service', service.namespace, service.name),
                edits: missing.map((port) => ({
                  path: ['spec', 'ports', '-'],
                  before: null,
                  after: { name: `port-${port}`, port },
                })),
              },
            ]
          : []),
      ),
    ],
  };
}

const evidenceOf = (subject: Ref, missing: readonly number[], services: readonly Service[]): Found['evidence'] => [
  field(subject, 'ports of listeners that the Service lacks', missing.join(', '), 'none'),
  ...services.map((service) =>
    field(
      ref('Service', service.namespace, service.name),
      'spec.ports',
      service.ports.map(({ port }) => port).join(', ') || 'none',
    ),
  ),
];
