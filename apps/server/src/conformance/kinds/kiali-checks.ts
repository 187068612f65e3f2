/** Kiali's ambient validations of a workload: which of them our findings amount to. */
import {
  analyze,
  appliesToWorkload,
  asksForAmbient,
  asksForSidecar,
  type Detection,
  hasL7,
  indexMesh,
  type Mesh,
  type MeshState,
  type ModeConflict,
  matchesSelector,
  modeConflicts,
  type Pod,
  type Ref,
  servicesOfPod,
  shouldCapture,
  waypointOfPod,
  waypointOfService,
} from '@hopscope/core';
import { NotAnswered, object, text } from '../case.ts';
import { stateOf } from '../state.ts';
import type { Kind } from './kind.ts';

/** The workload a case asks about, with the pods its selector finds. */
interface Asked {
  mesh: Mesh;
  kind: string;
  namespace: string;
  name: string;
  /** what its template gives its pods, also where there are none */
  template: { namespace: string; labels: Pod['labels'] };
  pods: readonly Pod[];
  /** what E11 says of its pods */
  conflicts: readonly ModeConflict[];
}

interface Row {
  code: string;
  /** the code holds where one of these found something about the workload */
  checks: readonly string[];
  /** and this does, where one check of ours covers several of theirs, or more than theirs */
  when?: (asked: Asked, found: Detection) => boolean;
}

const anyConflict = (test: (conflict: ModeConflict) => boolean) => (asked: Asked) => asked.conflicts.some(test);

/** Their codes by our checks: the one place that knows both. */
const ROWS: readonly Row[] = [
  {
    code: 'KIA1311',
    checks: ['mixed-sidecar-ambient'],
    when: ({ mesh, template }) => asksForSidecar(mesh, template) !== null && asksForAmbient(mesh, template).captured,
  },
  { code: 'KIA1312', checks: ['waypoint-label-without-mesh'] },
  {
    code: 'KIA1313',
    checks: [
      'waypoint-not-found',
      'waypoint-never-ready',
      'waypoint-attachment-denied',
      'pod-waypoint-label-ineffective',
      'label-points-to-non-waypoint',
    ],
    when: ({ pods }) => pods.length > 0,
  },
  {
    code: 'KIA1314',
    checks: ['mixed-sidecar-ambient'],
    when: anyConflict(({ injection, redirected }) => injection !== null && redirected.length > 0),
  },
  {
    code: 'KIA1315',
    checks: ['mixed-sidecar-ambient'],
    when: anyConflict(({ asksAmbient, sidecars }) => asksAmbient && sidecars.length > 0),
  },
  {
    code: 'KIA1316',
    checks: ['mixed-sidecar-ambient'],
    when: anyConflict(({ isNamespaceAmbient, sidecars }) => isNamespaceAmbient && sidecars.length > 0),
  },
  {
    code: 'KIA1317',
    checks: ['l7-allow-at-ztunnel', 'l7-deny-noop', 'l7-deny-broader', 'targetref-policy-not-bound'],
    when: (asked, found) => hasHttpRules(asked, found.subject) && needsWaypoint(asked),
  },
];

function hasHttpRules({ mesh }: Asked, { namespace, name }: Ref): boolean {
  const policy = mesh.state.authorizationPolicies.find((item) => item.namespace === namespace && item.name === name);
  return policy?.rules.some(hasL7) ?? false;
}

/** Its pods are meant for the mesh, and no waypoint is on the way to them or their Services. */
function needsWaypoint({ mesh, pods }: Asked): boolean {
  const isServed = (pod: Pod): boolean =>
    waypointOfPod(mesh, pod).state === 'bound' ||
    servicesOfPod(mesh, pod).some((service) => waypointOfService(mesh, service).state === 'bound');
  return pods.some((pod) => shouldCapture(mesh, pod).captured) && !pods.some(isServed);
}

/** Whether a finding is about the workload: about itself, its pods, its namespace, a Service of it or a policy that holds for it. */
function isAbout(asked: Asked, { subject }: Detection): boolean {
  const { kind, namespace, name } = subject;
  if (kind === 'Namespace') return name === asked.namespace;
  if (namespace !== asked.namespace && kind !== 'AuthorizationPolicy') return false;
  if (kind === asked.kind) return name === asked.name;
  return asked.pods.some((pod) => (kind === 'Pod' ? pod.name === name : isOfPod(asked.mesh, pod, subject)));
}

function isOfPod(mesh: Mesh, pod: Pod, { kind, namespace, name }: Ref): boolean {
  const services = servicesOfPod(mesh, pod);
  if (kind === 'Service') return services.some((service) => service.name === name);
  if (kind === pod.workload.kind) return pod.workload.name === name;
  const policy = mesh.state.authorizationPolicies.find((item) => item.namespace === namespace && item.name === name);
  if (kind !== 'AuthorizationPolicy' || !policy) return false;
  return (
    appliesToWorkload(mesh, policy, pod) ||
    policy.targetRefs.some(
      (target) =>
        target.kind === 'Service' &&
        namespace === pod.namespace &&
        services.some((service) => service.name === target.name),
    )
  );
}

function askedOf(mesh: Mesh, reference: { namespace: string; name: string }): Asked {
  const controller = mesh.controllers
    .all()
    .find((item) => item.namespace === reference.namespace && item.name === reference.name);
  if (!controller) throw new NotAnswered(`there is no workload ${reference.namespace}/${reference.name} in the case`);
  const pods = (mesh.pods.byNamespace.get(reference.namespace) ?? []).filter(
    (pod) => controller.selector !== null && matchesSelector(controller.selector, pod.labels),
  );
  const conflicts = modeConflicts(mesh).filter((conflict) => conflict.pods.some((pod) => pods.includes(pod)));
  const template = { namespace: reference.namespace, labels: controller.template };
  return { mesh, kind: controller.kind, ...reference, template, pods, conflicts };
}

function codesOf(state: MeshState, asked: Asked): string[] {
  const { causes, symptoms } = analyze(state);
  const found = [...causes, ...symptoms]
    .map((group) => group.detection)
    .filter((detection) => isAbout(asked, detection));
  return ROWS.filter(({ checks, when }) =>
    found.some((detection) => checks.includes(detection.check) && (when?.(asked, detection) ?? true)),
  ).map(({ code }) => code);
}

export const KIALI_CHECKS: Readonly<Record<string, Kind>> = {
  'kiali-ambient-check': {
    answer(one) {
      const { namespace, name } = object(one.question['workload']);
      const state = stateOf(one);
      const asked = askedOf(indexMesh(state), { namespace: text(namespace), name: text(name) });
      return { codes: codesOf(state, asked) };
    },
    /** All of the codes where the case is complete, else at least those; never one that must not be. */
    matches(expected, got) {
      const codes = (got as { codes: string[] }).codes;
      const wanted = expected['codes'] as string[];
      const forbidden = (expected['mustNotContain'] as string[] | undefined) ?? [];
      if (forbidden.some((code) => codes.includes(code)) || !wanted.every((code) => codes.includes(code))) return false;
      return expected['complete'] !== true || codes.length === wanted.length;
    },
  },
};
