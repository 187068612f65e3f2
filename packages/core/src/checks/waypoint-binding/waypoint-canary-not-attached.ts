import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { canaryOf } from '../../mesh/waypoint/canary.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { Labels } from '../../state/metadata.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 84 (W12): the second waypoint takes no share of the traffic. */
export const waypointCanaryNotAttached: Check = {
  id: 'waypoint-canary-not-attached',
  number: 84,
  stage: 'waypoint-binding',
  title: 'The canary waypoint is not in use',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'waypoint'],
  tier: 0,
  needs: ['Service', 'Gateway', 'Namespace'],
  uses: ['ServiceEntry', 'GatewayClass', 'ConfigMap'],
  why: 'A second waypoint is named for a share of the traffic and cannot be used. All traffic stays with the first one, whose status says that it is bound.',
  notProof: 'A canary with weight 0 that could be used.',
  cite: 'W12, ST1',
  detect(mesh) {
    const entries = mesh.state.serviceEntries.flatMap((entry) =>
      finding(mesh, ref('ServiceEntry', entry.namespace, entry.name), entry, waypointOfServiceEntry(mesh, entry)),
    );
    return [...ofServices(mesh), ...entries];
  },
  judge(mesh, trace) {
    const { target, waypoint, binding } = trace;
    if (!waypoint) return null;
    if (target.kind === 'service')
      return (
        finding(mesh, ref('Service', target.service.namespace, target.service.name), target.service, binding)[0] ?? null
      );
    if (target.kind !== 'service-entry') return null;
    return (
      finding(mesh, ref('ServiceEntry', target.entry.namespace, target.entry.name), target.entry, binding)[0] ?? null
    );
  },
};

const ofServices = inEachNamespace((mesh, { services }) =>
  services.flatMap((service) =>
    finding(mesh, ref('Service', service.namespace, service.name), service, waypointOfService(mesh, service)),
  ),
);

const WHY: Readonly<Record<string, string>> = {
  CanarySameAsPrimary: 'it is the waypoint that is used already',
  CanaryInvalidWeight: 'its share is not a number from 0 to 100',
  WaypointIsNotReady: 'it does not exist or was never ready',
  AttachmentDenied: 'it accepts nothing from this namespace',
  UnsupportedTrafficType: 'it takes no traffic of services',
  CrossNamespaceWaypointForbidden: 'it lies in another namespace',
};

function finding(
  mesh: Mesh,
  subject: Ref,
  object: { namespace: string; labels: Labels; annotations: Labels },
  binding: WaypointBinding,
): Found[] {
  const canary = canaryOf(mesh, object, binding);
  if (canary.state !== 'refused') return [];
  const name = nameOf(canary.requested);
  return [
    {
      subject,
      sentence: `Canary waypoint \`${name}\` of \`${nameOf(subject)}\` is not in use: ${WHY[canary.reason] ?? canary.reason}.`,
      evidence: [field(subject, 'label istio.io/use-waypoint-canary', canary.requested.name, canary.reason)],
      objects: mesh.gateways.has(name) ? [ref('Gateway', canary.requested.namespace, canary.requested.name)] : [],
      fix: [
        remedy(
          'Name another waypoint that takes this namespace’s services, with a share from 0 to 100.',
          `kubectl -n ${subject.namespace} get ${subject.kind.toLowerCase()} ${subject.name} -o yaml`,
        ),
      ],
    },
  ];
}
