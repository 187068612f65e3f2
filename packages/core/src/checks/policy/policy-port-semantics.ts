import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { isSeenConfig } from '../../mesh/enrolment/seen-config.ts';
import { groupBy, perSlice } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { appliesToWorkload } from '../../mesh/policy/policy.ts';
import { targetPortOf } from '../../mesh/service/endpoints.ts';
import { podsOfService, servicesOfPod } from '../../mesh/service/selection.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Edit } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';
import { matchingServicePort, refusalOn } from './refusal.ts';

/** Catalogue 121 (A9): at the pod a port means the pod's port, at a waypoint that of the Service. */
export const policyPortSemantics: Check = {
  id: 'policy-port-semantics',
  number: 121,
  stage: 'policy',
  title: 'A policy lists the port of the other side of the Service',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel', 'waypoint'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Service', 'Pod'],
  uses: ['PeerAuthentication', 'Namespace', 'Gateway', 'ConfigMap', 'Deployment', 'EndpointSlice'],
  explains: ['waypoint-denies-client'],
  why: 'ztunnel compares the ports of a policy with the port of the pod; a waypoint compares them with the port of the Service. Where the two differ and the policy lists the wrong one, an ALLOW rule never admits and a DENY rule never blocks.',
  notProof:
    'Services whose port and target port are equal, policies that list both, and ports that the pods serve under another Service or declare themselves. That a waypoint takes the port of the Service is inferred, so findings there are likely at most.',
  cite: 'A9',
  detect: inEachNamespace((mesh, { services }) =>
    services.flatMap((service) => [...offAtPods(mesh, service), ...offAtWaypoint(mesh, service)]),
  ),
  judge: (_mesh, trace) => atDestination(trace) ?? atWaypoint(trace),
};

function atDestination(trace: WalkTrace): (Found & { hop?: HopKind }) | null {
  const { admitted, backend, destination, backendPort } = trace;
  if (!admitted || !backend || !destination || backendPort === admitted.seen.destinationPort) return null;
  const refusal = refusalOn(trace);
  const policy =
    refusal?.code === 'policy-port-semantics'
      ? refusal.policy
      : matchingServicePort(trace, deniers(trace.admitted?.admission.policies ?? []));
  if (!policy?.object) return null;
  const target = admitted.seen.destinationPort;
  const found = podFinding(policy.object, { service: backend, pod: destination, port: backendPort, target });
  return {
    ...found,
    severity: refusal?.code === 'policy-port-semantics' ? 'broken' : 'degraded',
    hop: 'destination-ztunnel',
  };
}

const deniers = <P extends { action: string }>(policies: readonly P[]): P[] =>
  policies.filter(({ action }) => action === 'Deny');

/** A9.port: the decision would be another one by the port of the pod. */
function atWaypoint({ waypoint, service, endpoint, port }: WalkTrace): (Found & { hop?: HopKind }) | null {
  const decision = waypoint?.decision;
  if (!service || !endpoint || decision?.allowed !== false || !waypoint?.inferred.includes('A9.port')) return null;
  return { ...waypointFinding(decision.by, service, port, endpoint.port), severity: 'broken', hop: 'waypoint' };
}

/** Ports for which the rules of a policy are meant, in operations and conditions. */
const portsOf = perSlice((policy: AuthorizationPolicy): ReadonlySet<number> => {
  const texts = policy.rules.flatMap((rule) => [
    ...rule.to.flatMap(({ ports }) => ports),
    ...rule.when.flatMap(({ key, values }) => (key === 'destination.port' ? values : [])),
  ]);
  return new Set(texts.map(Number).filter((port) => Number.isInteger(port)));
});

const byNamespace = perSlice((policies: readonly AuthorizationPolicy[]) =>
  groupBy(
    policies.filter((policy) => portsOf(policy).size > 0),
    ({ namespace }) => namespace,
  ),
);

function candidates(mesh: Mesh, namespace: string): readonly AuthorizationPolicy[] {
  const groups = byNamespace(mesh.state.authorizationPolicies);
  if (groups.size === 0) return [];
  const own = groups.get(namespace) ?? [];
  return namespace === mesh.rootNamespace ? own : [...own, ...(groups.get(mesh.rootNamespace) ?? [])];
}

interface Off {
  service: Service;
  pod: Pod;
  port: number;
  target: number;
}

function offAtPods(mesh: Mesh, service: Service): Found[] {
  const policies = candidates(mesh, service.namespace).filter(({ targetRefs }) => targetRefs.length === 0);
  if (policies.length === 0) return [];
  const pods = podsOfService(mesh, service).filter(isRedirected);
  return policies.flatMap((policy) => {
    const pod = pods.find((candidate) => appliesToWorkload(mesh, policy, candidate));
    const off = pod && offPort(mesh, service, pod, portsOf(policy));
    return off ? [podFinding(policy, { service, pod, ...off })] : [];
  });
}

/** A port of the Service that the policy lists, which is none of the pod's. */
function offPort(
  mesh: Mesh,
  service: Service,
  pod: Pod,
  listed: ReadonlySet<number>,
): Pick<Off, 'port' | 'target'> | null {
  for (const candidate of service.ports) {
    const target = targetPortOf(candidate, pod);
    if (target === null || target === candidate.port || !listed.has(candidate.port) || listed.has(target)) continue;
    if (!servedPorts(mesh, pod).has(candidate.port)) return { port: candidate.port, target };
  }
  return null;
}

/** Ports that reach the pod by any Service, or that it declares. */
function servedPorts(mesh: Mesh, pod: Pod): ReadonlySet<number> {
  const targets = servicesOfPod(mesh, pod).flatMap(({ ports }) => ports.map((port) => targetPortOf(port, pod) ?? 0));
  return new Set([...targets, ...pod.containers.flatMap(({ ports }) => ports.map(({ port }) => port))]);
}

function podFinding(policy: AuthorizationPolicy, { service, pod, port, target }: Off): Found {
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const effect = policy.action === 'DENY' ? 'denies nothing' : 'admits nobody';
  return {
    subject,
    sentence: `ztunnel compares the port of the pod, \`${target}\`, and not that of the Service, \`${port}\`: by port \`${port}\` policy \`${nameOf(policy)}\` ${effect} at \`${nameOf(service)}\`.`,
    evidence: [
      field(subject, 'spec.rules to.operation.ports', String(port), String(target)),
      field(ref('Service', service.namespace, service.name), 'spec.ports', `port ${port}, targetPort ${target}`),
      evaluation('A9', `port ${target} arrives at the pod`, '', ref('Pod', pod.namespace, pod.name)),
    ],
    objects: [ref('Service', service.namespace, service.name)],
    fix: [repair(policy, port, target)],
  };
}

const repair = (policy: AuthorizationPolicy, wrong: number, right: number) =>
  remedy(
    'List the port of the pod in a policy for pods, and that of the Service in a policy with targetRefs.',
    `kubectl -n ${policy.namespace} edit authorizationpolicy ${policy.name}`,
    { object: ref('AuthorizationPolicy', policy.namespace, policy.name), edits: renumbered(policy, wrong, right) },
  );

/** Each list of ports with the one that is never compared. */
function renumbered({ rules }: AuthorizationPolicy, wrong: number, right: number): Edit[] {
  const exchanged = (path: Edit['path'], list: readonly string[]): Edit[] =>
    list.includes(String(wrong))
      ? [{ path, before: [...list], after: list.map((port) => (port === String(wrong) ? String(right) : port)) }]
      : [];
  return rules.flatMap(({ to, when }, i) => [
    ...to.flatMap(({ ports }, k) => exchanged(['spec', 'rules', i, 'to', k, 'operation', 'ports'], ports)),
    ...when.flatMap(({ key, values }, k) =>
      key === 'destination.port' ? exchanged(['spec', 'rules', i, 'when', k, 'values'], values) : [],
    ),
  ]);
}

function offAtWaypoint(mesh: Mesh, service: Service): Found[] {
  const policies = candidates(mesh, service.namespace).filter(({ namespace, targetRefs }) =>
    targetRefs.some(({ kind, name }) => kind === 'Service' && name === service.name && namespace === service.namespace),
  );
  return policies.flatMap((policy) => {
    const listed = portsOf(policy);
    const off = service.ports.find(
      ({ port, targetPort }) =>
        typeof targetPort === 'number' &&
        targetPort !== 0 &&
        targetPort !== port &&
        listed.has(targetPort) &&
        !listed.has(port),
    );
    const target = Number(off?.targetPort);
    const isOwn = service.ports.some(({ port }) => port === target);
    return off && !isOwn && isSeenConfig(mesh, policy) ? [waypointFinding(policy, service, off.port, target)] : [];
  });
}

function waypointFinding(policy: AuthorizationPolicy, service: Service, port: number, target: number): Found {
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const effect = policy.action === 'DENY' ? 'denies nothing' : 'admits nobody';
  return {
    subject,
    rules: ['A9.port'],
    sentence: `A waypoint compares the port of the Service, \`${port}\`, and not that of the pod, \`${target}\`: by port \`${target}\` policy \`${nameOf(policy)}\` ${effect} at \`${nameOf(service)}\`.`,
    evidence: [
      field(subject, 'spec.rules to.operation.ports', String(target), String(port)),
      field(ref('Service', service.namespace, service.name), 'spec.ports', `port ${port}, targetPort ${target}`),
      evaluation('A9.port', `port ${port} arrives at the waypoint`, '', subject),
    ],
    objects: [ref('Service', service.namespace, service.name)],
    fix: [repair(policy, target, port)],
  };
}
