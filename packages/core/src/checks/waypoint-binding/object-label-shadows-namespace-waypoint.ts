import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import {
  resolveWaypoint,
  USE_WAYPOINT,
  type WaypointBinding,
  waypointOfService,
  waypointOfServiceEntry,
} from '../../mesh/waypoint/waypoint.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 71 (W8): an object's own label that fails is not made good by its namespace's. */
export const objectLabelShadowsNamespaceWaypoint: Check = {
  id: 'object-label-shadows-namespace-waypoint',
  number: 71,
  stage: 'waypoint-binding',
  title: 'A waypoint label that does not work hides the one of the namespace',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Gateway', 'Service', 'Namespace'],
  uses: ['ServiceEntry', 'GatewayClass', 'ConfigMap'],
  why: 'A Service with a waypoint label of its own is never given the waypoint of its namespace, also when its own cannot be used. Calls go straight to the pods.',
  notProof: 'The label `none`, which opts out on purpose.',
  cite: 'W8',
  detect: (mesh) => [...ofServices(mesh), ...mesh.state.serviceEntries.flatMap((entry) => ofEntry(mesh, entry))],
  judge(mesh, trace) {
    const { target } = trace;
    if (target.kind !== 'service' && target.kind !== 'service-entry') return null;
    const found = target.kind === 'service' ? ofService(mesh, target.service) : ofEntry(mesh, target.entry);
    return found[0] ?? null;
  },
};

function ofService(mesh: Mesh, service: Service): Found[] {
  if (service.labels[USE_WAYPOINT] === undefined) return [];
  const subject = ref('Service', service.namespace, service.name);
  return finding(mesh, subject, service.labels, waypointOfService(mesh, service));
}

function ofEntry(mesh: Mesh, entry: ServiceEntry): Found[] {
  if (entry.labels[USE_WAYPOINT] === undefined) return [];
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  return finding(mesh, subject, entry.labels, waypointOfServiceEntry(mesh, entry));
}

const ofServices = inEachNamespace((mesh, { services }) => services.flatMap((service) => ofService(mesh, service)));

function finding(mesh: Mesh, subject: Ref, labels: Labels, binding: WaypointBinding): Found[] {
  if (binding.state !== 'unbound' || binding.level !== 'object') return [];
  const { [USE_WAYPOINT]: own = '', ...rest } = labels;
  const inherited = resolveWaypoint(mesh, { kind: 'Service', namespace: subject.namespace, labels: rest });
  if (inherited.state !== 'bound') return [];
  return [
    {
      subject,
      sentence: `\`${nameOf(subject)}\` asks for waypoint \`${nameOf(binding.requested)}\`, which cannot be used; waypoint \`${nameOf(inherited.gateway)}\` of its namespace does not step in.`,
      evidence: [
        field(subject, `label ${USE_WAYPOINT}`, own, 'not set, or a usable waypoint'),
        field(ref('Namespace', '', subject.namespace), `label ${USE_WAYPOINT}`, inherited.gateway.name),
      ],
      objects: [ref('Gateway', inherited.gateway.namespace, inherited.gateway.name)],
      fix: [
        remedy(
          'Take the label off, and the waypoint of the namespace serves it.',
          `kubectl -n ${subject.namespace} label ${subject.kind.toLowerCase()} ${subject.name} ${USE_WAYPOINT}-`,
          relabelled(subject, labels, USE_WAYPOINT, null),
        ),
      ],
    },
  ];
}
