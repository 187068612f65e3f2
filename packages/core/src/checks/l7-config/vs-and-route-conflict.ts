import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { conflictsOf, refOfService, rulesOfService } from '../../mesh/route/service-rules.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { lookAt } from './route-stop.ts';

/** Catalogue 104 (R4): two kinds of rules for one Service, of which only the older is used. */
export const vsAndRouteConflict: Check = {
  id: 'vs-and-route-conflict',
  number: 104,
  stage: 'l7-config',
  title: 'Two kinds of rules for one Service',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['HTTPRoute', 'VirtualService', 'Gateway', 'Service'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'Namespace', 'GatewayClass'],
  why: 'At a waypoint a Service has the rules of one VirtualService or of its routes, never of both: the oldest wins, and the others are left out without a word.',
  notProof: 'Rules about different ports; routes of one namespace are taken together; a Service without a waypoint.',
  cite: 'R4; analyze IST0109, Kiali KIA1106',
  detect: inEachNamespace((mesh, { services }) => services.flatMap((service) => findings(mesh, service))),
  judge(mesh, { service, waypoint }) {
    return service && waypoint ? (findings(mesh, service)[0] ?? null) : null;
  },
};

function findings(mesh: Mesh, service: Service): Found[] {
  if (waypointOfService(mesh, service).state !== 'bound') return [];
  return conflictsOf(mesh, rulesOfService(mesh, service)).map(({ used, unused }) => finding(used, unused));
}

type Rule = Parameters<typeof conflictsOf>[1][number];

function finding(used: Rule, unused: Rule): Found {
  const { object, service } = unused;
  return {
    subject: object,
    sentence: `${object.kind} \`${nameOf(object)}\` and ${used.object.kind} \`${nameOf(used.object)}\` both have rules for Service \`${nameOf(service)}\`; only the older one, \`${used.object.name}\`, is used.`,
    evidence: [evaluation('R4', `older: ${used.object.kind} ${nameOf(used.object)}`, 'rules of one kind', object)],
    objects: [used.object, refOfService(service)],
    fix: [remedy('Keep one of them, with all the rules.', lookAt(object))],
  };
}
