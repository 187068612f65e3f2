import { isFlagSet, istiodDeployments } from '../../mesh/flags.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import { waypointTold } from '../../mesh/ztunnel/stale-view.ts';
import type { Marker, Service } from '../../state/kubernetes.ts';
import { type Condition, conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, field, hasHeld, remedy } from '../evidence.ts';

const LEASE = 'istio-status-leader';
const HELD = 120;

/** Catalogue 8 (CP4, ST6): nobody writes Istio's status conditions any more. */
export const statusWriterStuck: Check = {
  id: 'status-writer-stuck',
  number: 8,
  stage: 'control-plane',
  title: "Istio's status messages are stale",
  blame: 'istio',
  severity: 'latent',
  hops: ['control-plane'],
  tier: 0,
  persistence: 120,
  needs: ['Lease', 'Pod'],
  uses: ['Deployment', 'ConfigMap', 'Service', 'Gateway', 'GatewayClass', 'Namespace', 'ztunnel-config'],
  why: 'One istiod at a time writes what objects say of their waypoints and policies, and renews a lease as long as it does. When the lease runs out and nobody takes it over, conditions stay as they were while the mesh moves on.',
  notProof:
    'No lease at all, as in older releases, unless a condition says the opposite of what ztunnel was told; status writing that is switched off; a control plane that is down altogether, which is another failure.',
  cite: 'CP4, ST6',
  detect(mesh) {
    if (!isFlagSet(mesh, 'AMBIENT_ENABLE_STATUS', true) || !mesh.pods.istiods.some((pod) => pod.ready)) return [];
    const old = mesh.state.markers.flatMap((lease) => (isOld(mesh, lease) ? [leaseFinding(mesh, lease)] : []));
    return old.length > 0 ? old : contradictions(contradicted(mesh), mesh);
  },
};

const isOld = (mesh: Mesh, { kind, name, at }: Marker): boolean =>
  kind === 'Lease' && name === LEASE && at !== null && hasHeld(at, mesh.takenAt, HELD);

function leaseFinding(mesh: Mesh, { namespace, name, target, at }: Marker): Found {
  const subject = ref('Lease', namespace, name);
  const isGone = mesh.pods.byName.get(`${namespace}/${target}`) === undefined;
  return {
    subject,
    sentence: `Istio's status messages are stale: ${target === '' ? 'nobody' : `\`${target}\``} renewed the lease to write them since ${at}${isGone && target !== '' ? ', and that pod is gone' : ''}. Conditions on objects can be wrong.`,
    evidence: [field(subject, 'spec.renewTime', at ?? '', 'less than two minutes ago', at)],
    since: at,
    fix: [remedy('Let another istiod take over.', `kubectl -n ${namespace} rollout restart deployment istiod`)],
  };
}

interface Contradiction {
  service: Service;
  condition: Condition;
  told: string;
}

/** ST1: Services whose condition says the opposite of what the rules and ztunnel say. */
const contradicted = inEachNamespace((mesh, { services }): Contradiction[] =>
  services.flatMap((service) => {
    const condition = conditionOf(service.conditions, 'istio.io/WaypointBound');
    if (!condition) return [];
    const binding = waypointOfService(mesh, service);
    if (binding.state === 'unknown' || (binding.state === 'bound') === (condition.status === 'True')) return [];
    const expected = binding.state === 'bound' ? nameOf(binding.gateway) : 'none';
    const told = mesh.state.ztunnelDumps.map((dump) => waypointTold(dump, service)).filter((name) => name !== null);
    return told.length > 0 && told.every((name) => name === expected) ? [{ service, condition, told: expected }] : [];
  }),
);

function contradictions(all: readonly Contradiction[], mesh: Mesh): Found[] {
  const held = all.filter(({ condition }) => hasHeld(condition.since, mesh.takenAt, HELD));
  const [first] = held;
  const istiod = istiodDeployments(mesh)[0];
  if (!first || !istiod) return [];
  const subjects = held.map(({ service }) => ref('Service', service.namespace, service.name));
  return [
    {
      subject: ref('Deployment', istiod.namespace, istiod.name),
      // When the label was changed is not known.
      certainty: 'likely',
      sentence: `Istio's status messages are stale: the condition of Service \`${nameOf(subjects[0]!)}\`${held.length > 1 ? ` and ${held.length - 1} more` : ''} says the opposite of what ztunnel was told of its waypoint.`,
      evidence: [
        conditionEvidence(subjects[0]!, first.condition),
        evaluation('W8', `waypoint ${first.told}, as ztunnel was told`, '', subjects[0]!),
      ],
      objects: subjects.slice(0, 20),
      since: first.condition.since,
      fix: [
        remedy(
          'Let another istiod take over.',
          `kubectl -n ${istiod.namespace} rollout restart deployment ${istiod.name}`,
        ),
      ],
    },
  ];
}
