import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { USE_WAYPOINT } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { relabelled } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { l7ObjectsOf } from './l7-objects.ts';

/** Catalogue 72 (W8): opted out, and rules wait for it at the waypoint. */
export const waypointLabelNoneUnexpected: Check = {
  id: 'waypoint-label-none-unexpected',
  number: 72,
  stage: 'waypoint-binding',
  title: 'A Service opts out of the waypoint that its rules need',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'AuthorizationPolicy', 'HTTPRoute'],
  uses: ['RequestAuthentication'],
  why: 'The label `none` takes a Service away from every waypoint. Routes and policies that name the Service are then applied nowhere.',
  notProof: 'An opt-out of a Service that no rule names.',
  cite: 'W8',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => finding(mesh, service))),
  judge: (mesh, trace) => (trace.service ? (finding(mesh, trace.service)[0] ?? null) : null),
};

function finding(mesh: Mesh, service: Service): Found[] {
  if (service.labels[USE_WAYPOINT] !== 'none') return [];
  const [first, ...others] = l7ObjectsOf(mesh, service);
  if (!first) return [];
  const subject = ref('Service', service.namespace, service.name);
  return [
    {
      subject,
      sentence: `\`${nameOf(subject)}\` opts out of waypoints, so \`${first.kind} ${nameOf(first)}\` is not applied to it.`,
      evidence: [field(subject, `label ${USE_WAYPOINT}`, 'none', 'the name of a waypoint')],
      objects: [first, ...others],
      fix: [
        remedy(
          'Take the label off, or delete the rules.',
          `kubectl -n ${service.namespace} label service ${service.name} ${USE_WAYPOINT}-`,
          relabelled(subject, service.labels, USE_WAYPOINT, null),
        ),
      ],
    },
  ];
}
