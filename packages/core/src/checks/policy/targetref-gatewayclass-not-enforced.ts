import { isSeenConfig } from '../../mesh/enrolment/seen-config.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, field, remedy } from '../evidence.ts';

const HONOURED = 'istio-waypoint';
const MESH_CONTROLLER = 'istio.io/mesh-controller';

/** Catalogue 118 (A2): istiod accepts a policy for any class of waypoints and enforces it for one name only. */
export const targetrefGatewayclassNotEnforced: Check = {
  id: 'targetref-gatewayclass-not-enforced',
  number: 118,
  stage: 'policy',
  title: 'A policy for a class of waypoints is accepted and not enforced',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['waypoint'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'GatewayClass'],
  uses: ['Gateway', 'Pod', 'Service', 'Namespace', 'ConfigMap'],
  why: 'A policy can target a whole class of waypoints, but only the class named istio-waypoint is honoured. For another class its status says accepted, and no waypoint enforces it.',
  notProof:
    'The class istio-waypoint itself; classes that do not exist or make no waypoints, and policies outside the root namespace, which are refused openly; the other targets of the same policy hold.',
  cite: 'A2, ST3',
  detect: (mesh) => mesh.state.authorizationPolicies.flatMap((policy) => findings(mesh, policy)),
  judge(mesh, trace) {
    const className = trace.waypoint?.gateway.className;
    if (className === undefined || className === HONOURED) return null;
    const isMeant = ({ targetRefs }: AuthorizationPolicy): boolean =>
      targetRefs.some(({ kind, name }) => kind === 'GatewayClass' && name === className);
    return mesh.state.authorizationPolicies.filter(isMeant).flatMap((policy) => findings(mesh, policy))[0] ?? null;
  },
};

function findings(mesh: Mesh, policy: AuthorizationPolicy): Found[] {
  if (policy.namespace !== mesh.rootNamespace) return [];
  const at = policy.targetRefs.findIndex((target) => target.kind === 'GatewayClass' && target.name !== HONOURED);
  const name = policy.targetRefs[at]?.name;
  const isAccepted = name !== undefined && mesh.gatewayClasses.get(name)?.controller === MESH_CONTROLLER;
  if (!isAccepted || !isSeenConfig(mesh, policy)) return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const condition = conditionOf(policy.conditions, 'WaypointAccepted');
  return [
    {
      subject,
      sentence: `Policy \`${nameOf(subject)}\` targets class \`${name}\`, but only the class named \`${HONOURED}\` is honoured: no waypoint enforces it, although its status says accepted.`,
      evidence: [
        field(subject, 'spec.targetRefs', `GatewayClass ${name}`, `GatewayClass ${HONOURED}`),
        evaluation('A2', `class ${name} is not honoured`, HONOURED, ref('GatewayClass', '', name)),
        ...(condition ? [conditionEvidence(subject, condition)] : []),
      ],
      objects: [ref('GatewayClass', '', name)],
      fix: [
        remedy(
          `Target class ${HONOURED}, or each Gateway of the other class.`,
          `kubectl -n ${policy.namespace} edit authorizationpolicy ${policy.name}`,
          changed(subject, ['spec', 'targetRefs', at, 'name'], name, HONOURED, { kind: 'GatewayClass' }),
        ),
      ],
    },
  ];
}
