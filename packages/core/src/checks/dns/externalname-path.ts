import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { USE_WAYPOINT } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { l7ObjectsOf } from '../waypoint-binding/l7-objects.ts';

/** Catalogue 52 (D7): an alias carries no waypoint and no policy. */
export const externalnamePath: Check = {
  id: 'externalname-path',
  number: 52,
  stage: 'dns',
  title: 'Mesh settings on an ExternalName Service have no effect',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'AuthorizationPolicy', 'HTTPRoute'],
  uses: ['RequestAuthentication'],
  why: 'An ExternalName Service is an alias in DNS and is not known to the mesh. A waypoint label, route or policy on it is never applied: the call goes where the alias points.',
  notProof: 'An alias on which nobody expects anything of the mesh.',
  cite: 'D7',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => finding(mesh, service))),
  judge(mesh, trace) {
    for (const service of trace.naming?.aliases ?? []) {
      const found = finding(mesh, service)[0];
      if (found) return found;
    }
    return null;
  },
};

function finding(mesh: Mesh, service: Service): Found[] {
  if (service.type !== 'ExternalName') return [];
  const label = service.labels[USE_WAYPOINT];
  const lost = l7ObjectsOf(mesh, service);
  if ((label === undefined || label === 'none') && lost.length === 0) return [];
  const subject = ref('Service', service.namespace, service.name);
  const what = lost[0] ? `\`${lost[0].kind} ${nameOf(lost[0])}\`` : 'its waypoint label';
  return [
    {
      subject,
      sentence: `\`${nameOf(subject)}\` is only an alias for \`${service.externalName}\`, so ${what} has no effect on it.`,
      evidence: [
        field(subject, 'spec.type', 'ExternalName', 'a Service with an address'),
        ...(label === undefined ? [] : [field(subject, `label ${USE_WAYPOINT}`, label, 'not set')]),
      ],
      objects: lost,
      fix: [remedy('Set it on the Service behind the alias, or describe the host with a ServiceEntry.')],
    },
  ];
}
