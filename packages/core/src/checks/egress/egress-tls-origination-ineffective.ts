import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { DestinationRule } from '../../state/virtual-services.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { entryWithoutWaypoint, foundOnEntries } from './external-entries.ts';

/** Catalogue 163 (D6, X2): ztunnel starts no TLS of its own. */
export const egressTlsOriginationIneffective: Check = {
  id: 'egress-tls-origination-ineffective',
  number: 163,
  stage: 'egress',
  title: 'TLS to a host outside is not started without a waypoint',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['DestinationRule', 'ServiceEntry', 'Gateway', 'Pod'],
  uses: ['Namespace', 'ConfigMap', 'GatewayClass'],
  why: 'A DestinationRule asks to start TLS towards a host outside. ztunnel does not read it and sends what the application sends; only a waypoint starts TLS.',
  notProof:
    'Applications that speak TLS themselves lose nothing; a mesh without captured callers has sidecars that apply the rule.',
  cite: 'D6, X2; Kiali KIA0210',
  ...foundOnEntries((mesh) => allFindings(mesh)),
};

const allFindings = ofMesh((mesh: Mesh): readonly Found[] => {
  const rules = mesh.state.destinationRules.filter((rule) => rule.tlsMode === 'SIMPLE' || rule.tlsMode === 'MUTUAL');
  return rules.flatMap((rule) => finding(mesh, rule));
});

function finding(mesh: Mesh, rule: DestinationRule): Found[] {
  const entry = entryWithoutWaypoint(mesh, [rule.host]);
  if (!entry) return [];
  const subject = ref('DestinationRule', rule.namespace, rule.name);
  const object = ref('ServiceEntry', entry.namespace, entry.name);
  return [
    {
      subject,
      sentence: `DestinationRule \`${nameOf(subject)}\` asks for TLS to \`${rule.host}\`, but ServiceEntry \`${nameOf(object)}\` has no waypoint, so callers in the mesh send what they send: no TLS is started.`,
      evidence: [
        field(subject, 'spec.trafficPolicy.tls.mode', rule.tlsMode),
        field(object, 'label istio.io/use-waypoint', 'no usable waypoint', 'a waypoint that is ready'),
      ],
      objects: [object],
      fix: [
        remedy(
          'Bind the ServiceEntry to a waypoint.',
          `kubectl -n ${entry.namespace} label serviceentry ${entry.name} istio.io/use-waypoint=NAME`,
        ),
      ],
    },
  ];
}
