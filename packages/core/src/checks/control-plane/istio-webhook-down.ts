import { perSlice } from '../../mesh/memory/look-up.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { podsOfService } from '../../mesh/service/selection.ts';
import type { KubernetesEvent, Webhook } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { eventEvidence, field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 9 (CP1): the API server asks istiod before it takes a change, and nobody answers. */
export const istioWebhookDown: Check = {
  id: 'istio-webhook-down',
  number: 9,
  stage: 'control-plane',
  title: "Istio's admission webhook does not answer",
  blame: 'istio',
  severity: 'latent',
  hops: ['control-plane'],
  tier: 0,
  needs: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'Service', 'Pod'],
  uses: ['Event'],
  why: 'Before it stores an object of Istio the API server asks a webhook of istiod. While its Service has no ready pod, or the API server was given no certificate to trust, such changes are refused.',
  notProof:
    'Webhooks whose failure is ignored, webhooks of others, Services outside the cluster or without a selector, and a replica that became unready less than a minute ago.',
  cite: 'CP1; istio: manifests/charts/base; analyze IST0139',
  detect: (mesh) => mesh.state.webhooks.filter(isIstio).flatMap((webhook) => finding(mesh, webhook)),
};

const isIstio = ({ name, labels, webhooks }: Webhook): boolean =>
  labels['app'] === 'istiod' ||
  labels['istio.io/rev'] !== undefined ||
  webhooks.some((hook) => hook.name.endsWith('.istio.io') || /^istiod(?:-|$)/.test(hook.service?.name ?? '')) ||
  /^istio-(?:validator|sidecar-injector)/.test(name);

type Hook = Webhook['webhooks'][number];

function finding(mesh: Mesh, webhook: Webhook): Found[] {
  const subject = ref(webhook.kind, '', webhook.name);
  for (const hook of webhook.webhooks.filter(({ failurePolicy }) => failurePolicy !== 'Ignore')) {
    const wrong = wrongWith(mesh, webhook, hook);
    if (!wrong) continue;
    const refused = refusals(mesh.events.all()).filter(({ message }) => message.includes(`"${hook.name}"`));
    const what =
      webhook.kind === 'MutatingWebhookConfiguration'
        ? 'Pods that ask for a sidecar cannot be created'
        : "Istio's configuration cannot be changed";
    return [
      {
        subject,
        sentence: `${what}, because the admission webhook \`${hook.name}\` ${wrong.why}.`,
        evidence: [wrong.evidence, ...refused.slice(0, 3).map(eventEvidence)],
        objects: hook.service ? [ref('Service', hook.service.namespace, hook.service.name), ...wrong.objects] : [],
        since: wrong.since,
        fix: [
          remedy(
            'Bring istiod back, and see that the API server reaches its port 15017.',
            `kubectl -n ${hook.service?.namespace ?? mesh.rootNamespace} get endpointslices -l kubernetes.io/service-name=${hook.service?.name ?? 'istiod'}`,
          ),
        ],
      },
    ];
  }
  return [];
}

const refusals = perSlice((events: readonly KubernetesEvent[]): readonly KubernetesEvent[] =>
  events.filter(({ message }) => /failed calling webhook/i.test(message)),
);

interface Wrong {
  why: string;
  evidence: Evidence;
  objects: Found['objects'] & {};
  since: string | null;
}

function wrongWith(mesh: Mesh, webhook: Webhook, hook: Hook): Wrong | null {
  const subject = ref(webhook.kind, '', webhook.name);
  const { service: target } = hook;
  if (!target) return null;
  if (!hook.hasCaBundle && hasHeld(webhook.createdAt, mesh.takenAt, 60))
    return {
      why: 'has no certificate that the API server could trust',
      evidence: field(
        subject,
        `webhooks ${hook.name} clientConfig.caBundle`,
        'empty',
        'the root certificate of istiod',
      ),
      objects: [],
      since: null,
    };
  if (gapOf(mesh, 'Service', target.namespace) || gapOf(mesh, 'Pod', target.namespace)) return null;
  const service = mesh.services.byName.get(`${target.namespace}/${target.name}`);
  const named = ref('Service', target.namespace, target.name);
  if (!service)
    return {
      why: `asks Service \`${target.namespace}/${target.name}\`, which does not exist`,
      evidence: field(
        subject,
        `webhooks ${hook.name} clientConfig.service`,
        `${target.namespace}/${target.name}`,
        'a Service that exists',
      ),
      objects: [],
      since: null,
    };
  if (!service.selector || service.type === 'ExternalName') return null;
  const pods = podsOfService(mesh, service).filter(({ deletedAt }) => deletedAt === null);
  if (pods.some(({ ready }) => ready)) return null;
  const since =
    pods
      .map(({ conditions }) => conditionOf(conditions, 'Ready')?.since ?? null)
      .sort()
      .at(-1) ?? null;
  if (!hasHeld(since, mesh.takenAt, 60)) return null;
  return {
    why: `asks Service \`${target.namespace}/${target.name}\`, which has no ready pod`,
    evidence: field(named, 'ready pods', `0 of ${pods.length}`, '1 or more', since),
    objects: [
      ...new Map(
        pods.map((pod) => [pod.workload.name, ref(pod.workload.kind, pod.namespace, pod.workload.name)]),
      ).values(),
    ],
    since,
  };
}
