import { isIstioGateway } from '../../mesh/gateway/gateway.ts';
import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { ruleOf } from '../../mesh/route/gateway-api-rules.ts';
import type { BrokenTarget, RoutingRule } from '../../mesh/route/route-rules.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Route, RouteParent } from '../../state/gateway-api.ts';
import { type Ref, ref } from '../../state/refs.ts';
import { created, type SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { lookAt, routeStopOf, ruleWords } from './route-stop.ts';

/** Catalogue 102 (ST5, R10): a rule points to something that cannot be sent to. */
export const routeBackendUnresolved: Check = {
  id: 'route-backend-unresolved',
  number: 102,
  stage: 'l7-config',
  title: 'A route points to a backend that cannot be used',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['HTTPRoute', 'Gateway', 'Service'],
  uses: [
    'GatewayClass',
    'Namespace',
    'ServiceEntry',
    'GRPCRoute',
    'TCPRoute',
    'TLSRoute',
    'VirtualService',
    'ReferenceGrant',
    'AuthorizationPolicy',
  ],
  why: 'The share of requests that a rule sends to a Service or port that does not exist, or may not be referred to, is answered with an error.',
  notProof:
    'A grant is asked for only where the parent is a Gateway; other backends of the same rule go on to get their share.',
  cite: 'ST5, R10',
  detect: inEachNamespace((mesh, { namespace }) =>
    (routesByNamespace(mesh.state.routes).get(namespace) ?? []).flatMap((route) => unresolved(mesh, route)),
  ),
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    const outcome = stop?.taken.outcome;
    if (!stop?.taken.rule || (outcome?.kind !== 'broken' && outcome?.kind !== 'nothing')) return null;
    if (outcome.kind === 'broken' && outcome.target.because === 'subset-missing') return null;
    const found =
      outcome.kind === 'broken'
        ? findingOf(stop.taken.rule, outcome.target)
        : nothingOf(stop.taken.rule, outcome.status);
    return { ...found, hop: stop.hop, objects: [stop.proxy, ...(found.objects ?? [])] };
  },
};

const routesByNamespace = perSlice((routes: readonly Route[]) => groupBy(routes, (route) => route.namespace));

/** The rules of a route that act somewhere and of which a backend cannot be sent to; half of them is less than all. */
function unresolved(mesh: Mesh, route: Route): Found[] {
  const parent = route.parents.find((candidate) => isActive(mesh, candidate));
  if (!parent) return [];
  return route.rules.slice(0, isL4(route) ? 1 : undefined).flatMap((rule, i): Found[] => {
    const made = ruleOf(route, rule, i, parent.kind === 'Gateway');
    const targets = made.backends.map((backend) => backend.resolve(mesh));
    const broken = targets.find((target) => target.kind === 'broken');
    if (!broken) return [];
    const isWhole = targets.every((target) => target.kind === 'broken');
    return [{ ...findingOf(made, broken), severity: isWhole ? 'broken' : 'degraded' }];
  });
}

const isL4 = ({ kind }: Route): boolean => kind === 'TCPRoute' || kind === 'TLSRoute';

/** Somebody applies the route: a gateway of Istio, or the waypoint of a Service. */
function isActive(mesh: Mesh, { kind, namespace, name }: RouteParent): boolean {
  const key = `${namespace}/${name}`;
  const gateway = kind === 'Gateway' ? mesh.gateways.get(key) : undefined;
  if (gateway) return isIstioGateway(mesh, gateway);
  const service = kind === 'Service' ? mesh.services.byName.get(key) : undefined;
  return service !== undefined && waypointOfService(mesh, service).state === 'bound';
}

function findingOf(rule: RoutingRule, target: BrokenTarget): Found {
  const subject = rule.object;
  const isGrant = target.because === 'not-permitted';
  const mend = isGrant
    ? `Allow it with a ReferenceGrant in namespace ${target.name.split('/')[0]}.`
    : 'Correct the name and port of the backend.';
  return {
    subject,
    sentence: `${ruleWords(rule)}, points to ${target.why}; the answer is ${target.status}.`,
    evidence: [evaluation('ST5', `backend ${target.name}`, 'a Service and port that exist', subject)],
    objects: target.object ? [target.object] : [],
    fix: [remedy(mend, lookAt(subject), ...(isGrant ? [granted(subject, target)] : []))],
  };
}

/** ST5: the namespace of the Service lets routes of the other one refer to it, and to it alone. */
function granted({ kind, namespace }: Ref, { name }: BrokenTarget): SuggestedChange {
  const [place = '', service = ''] = name.split('/');
  return created(ref('ReferenceGrant', place, `${service}-from-${namespace}`), {
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind, namespace }],
      to: [{ group: '', kind: 'Service', name: service }],
    },
  });
}

function nothingOf(rule: RoutingRule, status: number): Found {
  const answer = status === 0 ? 'the connection is closed' : `the answer is ${status}`;
  return {
    subject: rule.object,
    sentence: `${ruleWords(rule)}, has no backend with a weight; ${answer}.`,
    evidence: [evaluation('ST5', 'no backend', 'a Service and port that exist', rule.object)],
    fix: [remedy('Give the rule a backend.', lookAt(rule.object))],
  };
}
