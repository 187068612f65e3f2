import { isSeenConfig } from '../../mesh/enrolment/seen-config.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { gapOf, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { chooseEndpoints } from '../../mesh/service/endpoints.ts';
import { recentSum } from '../../mesh/told/component-metrics.ts';
import { requestsOf } from '../../mesh/told/request-counts.ts';
import type { WaypointDecision } from '../../mesh/waypoint/waypoint-policy.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { HopKind } from '../../path/hop-kind.ts';
import type { AuthorizationPolicy, AuthorizationProvider } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy } from '../evidence.ts';

/** Catalogue 127 (A12): a CUSTOM policy asks a service that cannot answer. */
export const extAuthzFailing: Check = {
  id: 'ext-authz-failing',
  number: 127,
  stage: 'policy',
  title: 'The service that a policy asks for permission cannot answer',
  blame: 'application',
  severity: 'degraded',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'ConfigMap', 'Service', 'Pod'],
  uses: [
    'Namespace',
    'Gateway',
    'EndpointSlice',
    'WorkloadEntry',
    'ServiceEntry',
    'Node',
    'waypoint-metrics',
    'prometheus',
  ],
  why: 'A policy with action CUSTOM leaves the decision to a service of your own. Where that service is not defined, or has no pod that can answer, every request that the policy is about is refused.',
  notProof:
    'A service that answers and refuses is doing its work; providers that let requests pass when they cannot be asked; hosts outside the cluster, which are not looked at.',
  cite: 'A12; MeshConfig extensionProviders',
  detect: (mesh) =>
    customPolicies(mesh.state.authorizationPolicies)
      .filter((policy) => policy.targetRefs.length > 0 && isSeenConfig(mesh, policy))
      .flatMap((policy) => findingOf(mesh, policy) ?? []),
  judge(mesh, trace) {
    if (customPolicies(mesh.state.authorizationPolicies).length === 0) return null;
    const configured =
      at(mesh, 'gateway', trace.gatewayDecision) ?? at(mesh, 'waypoint', trace.waypoint?.decision ?? null);
    return configured ?? refusedAt(mesh, trace);
  },
};

const customPolicies = perSlice((policies: readonly AuthorizationPolicy[]) =>
  policies.filter(({ action, dryRun }) => action === 'CUSTOM' && !dryRun),
);

/** The proxy leaves the decision to somebody else, for every request or for those that were not told apart. */
function at(mesh: Mesh, hop: HopKind, decision: WaypointDecision | null): (Found & { hop: HopKind }) | null {
  if (decision?.allowed !== 'undecided' || decision.by.action !== 'CUSTOM') return null;
  const found = findingOf(mesh, decision.by);
  return found && { ...found, hop };
}

const ENOUGH = 20;
const NEARLY_ALL = 0.9;
const ERRORS = 5;

/** A service that says no is doing its work: only errors of asking, or a no to nearly everything, tell of a failure. */
function refusedAt(mesh: Mesh, { waypoint, service }: WalkTrace): (Found & { hop: HopKind }) | null {
  const decision = waypoint?.decision;
  if (!waypoint || !service || decision?.allowed !== 'undecided' || decision.by.action !== 'CUSTOM') return null;
  const count = requestsOf(mesh.state.traffic, nameOf(service));
  if (!count || count.total < ENOUGH || count.unauthorized === 0) return null;
  const errors = waypoint.pods.reduce(
    (sum, pod) => sum + (recentSum(mesh, nameOf(pod), 'envoy_http_ext_authz_error') ?? 0),
    0,
  );
  const cannotAsk = errors >= ERRORS;
  if (!cannotAsk && count.unauthorized / count.total < NEARLY_ALL) return null;
  const object = ref('AuthorizationPolicy', decision.by.namespace, decision.by.name);
  const provider = decision.by.provider ?? '';
  return {
    hop: 'waypoint',
    subject: object,
    severity: 'degraded',
    certainty: cannotAsk ? 'likely' : 'suspected',
    sentence: cannotAsk
      ? `Policy \`${nameOf(object)}\` asks another service whether requests may pass, and asking fails: ${Math.round(count.unauthorized)} of ${Math.round(count.total)} requests were refused.`
      : `The service that policy \`${nameOf(object)}\` asks refuses nearly every request: ${Math.round(count.unauthorized)} of ${Math.round(count.total)}.`,
    evidence: [
      field(object, 'spec.provider.name', provider),
      reading(
        'waypoint-metrics',
        count.who,
        `${Math.round(count.unauthorized)} of ${Math.round(count.total)} requests with flag UAEX`,
        'few',
        count.at,
        1,
      ),
      ...(cannotAsk ? [reading('waypoint-metrics', count.who, `ext_authz.error ${errors}`, '0', count.at, 1)] : []),
    ],
    fix: [
      remedy(
        'Look at the service that the provider names in MeshConfig.',
        `kubectl -n ${mesh.rootNamespace} get configmap istio -o yaml | grep -A20 extensionProviders`,
      ),
    ],
  };
}

const isAboutEverything = ({ rules }: AuthorizationPolicy): boolean =>
  rules.some(({ from, to, when }) => from.length + to.length + when.length === 0);

const findingOf = perMesh((mesh: Mesh, policy: AuthorizationPolicy): Found | null => {
  const config = mesh.state.meshConfig;
  const name = policy.provider ?? '';
  if (!config || name === '') return null;
  const provider = config.authorizationProviders?.find((candidate) => candidate.name === name);
  const trouble = provider ? troubleOf(mesh, provider) : undefinedProvider(mesh, name);
  if (!trouble) return null;
  const object = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const { service } = trouble;
  return {
    subject: service ?? object,
    severity: isAboutEverything(policy) ? 'broken' : 'degraded',
    ...(service ? {} : { blame: 'configuration' as const }),
    sentence: `Policy \`${nameOf(policy)}\` asks \`${name}\` whether a request may pass, but ${trouble.what}: what the policy is about is refused.`,
    evidence: [field(object, 'spec.provider.name', name), trouble.evidence],
    objects: service ? [object] : [],
    fix: [
      remedy(
        service ? 'Bring the service back.' : 'Define the provider in MeshConfig, or correct its name or address.',
        service
          ? `kubectl -n ${service.namespace} get endpointslices -l kubernetes.io/service-name=${service.name}`
          : `kubectl -n ${mesh.rootNamespace} get configmap istio -o yaml | grep -A20 extensionProviders`,
      ),
    ],
  };
});

interface Trouble {
  what: string;
  /** the Service that has nobody to answer; null where the name leads nowhere */
  service: Ref | null;
  evidence: Found['evidence'][number];
}

function undefinedProvider(mesh: Mesh, name: string): Trouble {
  const config = ref('ConfigMap', mesh.rootNamespace, 'istio');
  return {
    what: 'MeshConfig defines no such provider',
    service: null,
    evidence: field(config, 'mesh extensionProviders', `no ${name}`, name),
  };
}

function troubleOf(mesh: Mesh, { service: written, port, failOpen, name }: AuthorizationProvider): Trouble | null {
  const { namespace, host } = addressOf(mesh, written);
  if (failOpen || namespace === null || gapOf(mesh, 'Service', namespace)) return null;
  const service = mesh.services.byName.get(`${namespace}/${host}`);
  const config = ref('ConfigMap', mesh.rootNamespace, 'istio');
  if (!service)
    return {
      what: `its Service \`${namespace}/${host}\` does not exist`,
      service: null,
      evidence: field(config, `mesh extensionProviders ${name}`, written, 'the host of a Service'),
    };
  return canAnswer(mesh, service, port) ? null : unanswered(service, port);
}

const canAnswer = (mesh: Mesh, service: Service, port: number): boolean =>
  gapOf(mesh, 'Pod', service.namespace) !== null || chooseEndpoints(mesh, service, port).endpoints.length > 0;

function unanswered({ namespace, name, ports }: Service, port: number): Trouble {
  const subject = ref('Service', namespace, name);
  const hasPort = ports.some((candidate) => candidate.port === port);
  return {
    what: hasPort
      ? `no pod of its Service \`${nameOf(subject)}\` can answer`
      : `its Service \`${nameOf(subject)}\` has no port \`${port}\``,
    service: subject,
    evidence: hasPort
      ? field(subject, `endpoints of port ${port}`, 'none', 'one or more')
      : field(subject, 'spec.ports', ports.map((candidate) => candidate.port).join(', '), String(port)),
  };
}

/** `[namespace/]host`: only a name of the cluster is looked at; null for a host outside. */
function addressOf(mesh: Mesh, written: string): { namespace: string | null; host: string } {
  const slash = written.indexOf('/');
  const host = written.slice(slash + 1);
  const suffix = mesh.serviceSuffix;
  const short = host.endsWith(suffix)
    ? host.slice(0, -suffix.length)
    : host.endsWith('.svc')
      ? host.slice(0, -4)
      : null;
  const [name = '', namespace] = (short ?? '').split('.');
  return { namespace: namespace ?? null, host: name };
}
