import { type ApiServerCall, apiServerCalls, apiServerCallsTo } from '../../mesh/control-plane/api-server.ts';
import { bypassesInbound, hasSidecar, isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { admissionOf } from '../../mesh/policy/admission.ts';
import { decideRbac } from '../../mesh/policy/rbac.ts';
import { chooseEndpoints, type Endpoint } from '../../mesh/service/endpoints.ts';
import { isApiServer } from '../../path/caller.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import { changed, created, type SuggestedChange } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 123.5 (M4): the API server can never be in the mesh, so what it calls must admit plain text. */
export const systemCallerBlockedByStrict: Check = {
  id: 'system-caller-blocked-by-strict',
  number: 123.5,
  stage: 'policy',
  title: 'The API server is refused by a webhook or API in the mesh',
  blame: 'configuration',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: [
    'Service',
    'Pod',
    'PeerAuthentication',
    'AuthorizationPolicy',
    'ValidatingWebhookConfiguration',
    'APIService',
  ],
  uses: [
    'ConfigMap',
    'MutatingWebhookConfiguration',
    'CustomResourceDefinition',
    'Namespace',
    'EndpointSlice',
    'WorkloadEntry',
    'Deployment',
    'ServiceEntry',
    'ConfigMap',
  ],
  why: 'The API server calls admission webhooks, conversion webhooks and aggregated APIs in plain text and without an identity. Pods that accept only encrypted calls, or callers by identity, refuse it.',
  notProof: 'Health probes are exempt; pods outside the mesh, and ports with an exception, admit it.',
  cite: 'M4, A11; field lessons 96, 119',
  detect: (mesh) => {
    const called = new Set(apiServerCalls(mesh).map(nameOf));
    return [...called].flatMap((service) => findingFor(mesh, service) ?? []);
  },
  judge(mesh, trace) {
    const { service, caller, admitted } = trace;
    if (!isApiServer(caller) || !service || !admitted || admitted.decision.allowed) return null;
    return findingFor(mesh, nameOf(service));
  },
};

/** One finding for a Service that refuses, whatever calls it. */
const findingFor = perMesh((mesh: Mesh, service: string): Found | null => {
  const [namespace = '', name = ''] = service.split('/');
  const calls = apiServerCallsTo(mesh, { namespace, name });
  const at = calls.findIndex((call) => findingOf(mesh, call) !== null);
  const found = calls[at] ? findingOf(mesh, calls[at]) : null;
  return found && { ...found, objects: [...(found.objects ?? []), ...calls.slice(at + 1).map((call) => call.by)] };
});

const PURPOSES: Record<ApiServerCall['purpose'], string> = {
  admission: 'asks it before objects are changed',
  conversion: 'lets it convert objects between versions',
  'aggregated-api': 'forwards an API to it',
};

function findingOf(mesh: Mesh, call: ApiServerCall): Found | null {
  const service = mesh.services.byName.get(`${call.namespace}/${call.name}`);
  const endpoints = service ? chooseEndpoints(mesh, service, call.port).endpoints : [];
  const refused = endpoints.flatMap((endpoint) => refusalOf(mesh, endpoint) ?? []);
  const [first] = refused;
  if (!first || refused.length < endpoints.length) return null;
  const subject = ref('Service', call.namespace, call.name);
  return {
    subject,
    severity: call.isRequired ? 'broken' : 'degraded',
    sentence: `The API server calls \`${nameOf(subject)}\` in plain text and is refused by ${first.by}; it ${PURPOSES[call.purpose]}.`,
    evidence: [
      field(call.by, 'service', `${nameOf(subject)}:${call.port}`),
      evaluation(
        'M4',
        `plain text to port ${first.port}: refused by ${first.by.replaceAll('`', '')}`,
        'admitted',
        ref('Pod', first.pod.namespace, first.pod.name),
      ),
    ],
    objects: [first.policy, call.by],
    fix: [
      remedy(
        'Admit plain text on this port alone.',
        `kubectl -n ${call.namespace} get peerauthentication,authorizationpolicy`,
        ...(first.policy.kind === 'PeerAuthentication' && service
          ? [exempted(mesh, first.policy, service, first.port)]
          : []),
      ),
    ],
  };
}

function refusalOf(mesh: Mesh, { pod, ip, port }: Endpoint) {
  if (!pod || !isRedirected(pod) || hasSidecar(pod) || bypassesInbound(pod)) return null;
  const { policies, mtls } = admissionOf(mesh, pod);
  const decision = decideRbac(policies, { identity: '', sourceIp: '', destinationIp: ip, destinationPort: port });
  if (decision.allowed) return null;
  const policy = decision.because === 'denied' ? decision.by : decision.considered[0]!;
  const strict = mtls.policies.some((other) => other.name === policy.name && other.namespace === policy.namespace);
  const source = strict && mtls.decidedBy ? mtls.decidedBy : policy;
  const object = ref(strict ? 'PeerAuthentication' : 'AuthorizationPolicy', source.namespace, source.name);
  return {
    pod,
    port,
    policy: object,
    by: `${strict ? 'mode STRICT of PeerAuthentication' : 'AuthorizationPolicy'} \`${nameOf(object)}\``,
  };
}

/** M3: modes of ports count beside a selector only; where the policy has none, one for the pods of the Service says it. */
function exempted(mesh: Mesh, policy: Ref, service: Service, port: number): SuggestedChange {
  const known = mesh.state.peerAuthentications.find(
    (one) => one.namespace === policy.namespace && one.name === policy.name,
  );
  const path = ['spec', 'portLevelMtls', String(port)];
  if (known?.selector && Object.keys(known.selector).length > 0) {
    const written = known.portModes[port];
    return changed(policy, path, written === undefined ? null : { mode: written }, { mode: 'PERMISSIVE' });
  }
  return created(ref('PeerAuthentication', service.namespace, service.name), {
    spec: {
      selector: { matchLabels: service.selector ?? {} },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { [port]: { mode: 'PERMISSIVE' } },
    },
  });
}
