import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { VirtualService } from '../../state/virtual-services.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { entryWithoutWaypoint, foundOnEntries } from './external-entries.ts';

/** Catalogue 164 (X3, R1): ztunnel reads no VirtualService, so nothing turns towards the egress gateway. */
export const egressGatewayVsIgnored: Check = {
  id: 'egress-gateway-vs-ignored',
  number: 164,
  stage: 'egress',
  title: 'The rule that leads to an egress gateway is ignored',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['VirtualService', 'ServiceEntry', 'Gateway', 'Pod'],
  uses: ['Namespace', 'ConfigMap', 'GatewayClass'],
  why: 'A VirtualService that sends calls for a host outside through an egress gateway is applied by sidecars and waypoints. Callers behind ztunnel go straight out.',
  notProof: 'Hosts whose ServiceEntry is bound to a waypoint, which applies the rule.',
  cite: 'X3, R1; Kiali KIA1109',
  ...foundOnEntries((mesh) => allFindings(mesh)),
};

const allFindings = ofMesh((mesh: Mesh): readonly Found[] => {
  const rules = mesh.state.virtualServices.filter(leadsToGateway);
  return rules.flatMap((rule) => finding(mesh, rule));
});

/** One half of such a rule holds in the mesh, the other on the gateway. */
const leadsToGateway = ({ gateways }: VirtualService): boolean =>
  gateways.includes('mesh') && gateways.some((gateway) => gateway !== 'mesh');

function finding(mesh: Mesh, rule: VirtualService): Found[] {
  const entry = entryWithoutWaypoint(mesh, rule.hosts);
  if (!entry) return [];
  const subject = ref('VirtualService', rule.namespace, rule.name);
  const object = ref('ServiceEntry', entry.namespace, entry.name);
  return [
    {
      subject,
      sentence: `VirtualService \`${nameOf(subject)}\` leads calls to \`${rule.hosts[0]}\` through an egress gateway, but callers in the mesh go straight out, because ServiceEntry \`${nameOf(object)}\` has no waypoint.`,
      evidence: [
        field(subject, 'spec.gateways', rule.gateways.join(', ')),
        field(object, 'label istio.io/use-waypoint', 'no usable waypoint', 'a waypoint that is ready'),
      ],
      objects: [object],
      fix: [
        remedy(
          'Send the host through a waypoint instead.',
          `kubectl -n ${entry.namespace} label serviceentry ${entry.name} istio.io/use-waypoint=NAME`,
        ),
      ],
    },
  ];
}
