import { ingressGateways } from '../../mesh/gateway/gateway.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 146 (ST4): nobody takes care of a Gateway. */
export const gatewayclassNotAccepted: Check = {
  id: 'gatewayclass-not-accepted',
  number: 146,
  stage: 'gateways',
  title: 'No controller handles the class of a gateway',
  blame: 'configuration',
  severity: 'broken',
  hops: ['gateway'],
  tier: 0,
  needs: ['Gateway', 'GatewayClass'],
  explains: ['gateway-no-instances', 'gateway-address-pending'],
  why: 'A Gateway is set up by the controller that its class names. Where the class does not exist, or its controller has not accepted it, nothing is set up and nothing comes in.',
  notProof:
    "Classes of other vendors' controllers, gateways that some controller has accepted, and the first minute of a Gateway.",
  cite: 'ST4; analyze IST0171, Kiali KIA1504',
  detect: (mesh) => ingressGateways(mesh).flatMap((gateway) => unhandled(mesh, gateway)),
};

type Trouble = 'no-class' | 'class-not-accepted' | 'not-taken';

/** What keeps a Gateway that nobody has accepted for a minute from being set up; null where that is another controller's business. */
function troubleOf(mesh: Mesh, gateway: Gateway): Trouble | null {
  const accepted = conditionOf(gateway.conditions, 'Accepted');
  if (accepted?.status === 'True' || !hasHeld(gateway.createdAt, mesh.takenAt, 60)) return null;
  const ofClass = mesh.gatewayClasses.get(gateway.className);
  if (!ofClass) return 'no-class';
  if (!ofClass.controller.startsWith('istio.io/')) return null;
  if (conditionOf(ofClass.conditions, 'Accepted')?.status !== 'True') return 'class-not-accepted';
  return accepted === undefined || accepted.status === 'Unknown' ? 'not-taken' : null;
}

function unhandled(mesh: Mesh, gateway: Gateway): Found[] {
  const trouble = troubleOf(mesh, gateway);
  if (trouble === null) return [];
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  const object = ref('GatewayClass', '', gateway.className);
  const ofClass = mesh.gatewayClasses.get(gateway.className);
  const saidOfClass = conditionOf(ofClass?.conditions ?? [], 'Accepted');
  const said = conditionOf(gateway.conditions, 'Accepted');
  const isMissing = trouble === 'no-class';
  return [
    {
      subject,
      ...(isMissing ? {} : { blame: 'istio' as const }),
      sentence: `No controller handles gateway \`${nameOf(subject)}\`: ${WORDS[trouble](gateway.className)}.`,
      evidence: [
        field(subject, 'spec.gatewayClassName', gateway.className, isMissing ? 'a GatewayClass that exists' : ''),
        ...(saidOfClass ? [conditionEvidence(object, saidOfClass)] : []),
        ...(said ? [conditionEvidence(subject, said)] : []),
      ],
      objects: isMissing ? [] : [object],
      since: gateway.createdAt,
      fix: [isMissing ? RENAME : look(mesh)],
    },
  ];
}

const WORDS: Readonly<Record<Trouble, (name: string) => string>> = {
  'no-class': (name) => `there is no class \`${name}\``,
  'class-not-accepted': (name) => `no controller has accepted its class \`${name}\``,
  'not-taken': (name) => `the controller of its class \`${name}\` has not taken it`,
};

const RENAME = remedy(
  'Name a class that exists: Istio makes one that is called `istio`.',
  'kubectl get gatewayclasses',
);

const look = (mesh: Mesh) =>
  remedy(
    'See to it that istiod runs, and that it owns the Gateway.',
    `kubectl -n ${mesh.rootNamespace} get pods -l app=istiod`,
  );
