/** Section 17 (ST1, ST2): all conditions that istiod writes on Services, ServiceEntries and WorkloadEntries, computed by ourselves. */
import type { ServiceEntry, WorkloadEntry } from '../../state/istio.ts';
import type { Service } from '../../state/kubernetes.ts';
import type { Mesh } from '../mesh.ts';
import { type PublishedService, publishedFor, waypointOfPublished } from '../service/published-services.ts';
import { fromWorkloadEntry } from '../service/workloads.ts';
import { canaryOf } from './canary.ts';
import type { WaypointBinding } from './waypoint.ts';
import { boundConditionOf, type ComputedCondition, refusalWords } from './waypoint-status.ts';

/** By type; a condition that istiod would not write, or would take away, is absent. */
export type WrittenConditions = Readonly<Record<string, ComputedCondition>>;

/** ST1, ST2: of a Service or ServiceEntry; none on one that is not published (S2, S7), which istiod never looks at again. */
export function conditionsOfService(mesh: Mesh, object: Service | ServiceEntry): WrittenConditions {
  const published = publishedFor(mesh, object);
  const [first] = published;
  if (!first) return {};
  const binding = waypointOfPublished(mesh, first);
  const bound = boundConditionOf(mesh, object, binding, true);
  if (binding.state === 'bound' && bound)
    return {
      [BOUND]: { ...bound, message: `${bound.message}${canarySuffix(mesh, object, binding)}` },
      ...visibility(mesh, first),
    };
  const missing = published.some(({ source }) => source.kind === 'ServiceEntry') ? missingCondition(published) : null;
  return {
    ...(bound ? { [BOUND]: bound } : {}),
    ...(missing ? { [MISSING]: missing } : {}),
    ...visibility(mesh, first),
  };
}

const BOUND = 'istio.io/WaypointBound';
const MISSING = 'istio.io/WaypointMissing';

/** W12: the primary stays bound, whatever is the matter with the canary. */
function canarySuffix(mesh: Mesh, object: Service | ServiceEntry, binding: WaypointBinding): string {
  const canary = canaryOf(mesh, object, binding);
  if (canary.state !== 'refused') return '';
  return `. Canary waypoint not attached: ${refusalWords(canary.reason, canary.requested, true)}`;
}

/** ST2: what only a waypoint can carry out, and there is none. The strategy's reason is written last. */
function missingCondition(published: readonly PublishedService[]): ComputedCondition | null {
  const strategy = published[0]?.source.object.annotations['istio.io/connect-strategy'] ?? '';
  if (strategy.toUpperCase() === 'RACE_FIRST_TCP_CONNECT')
    return {
      status: true,
      reason: 'NoWaypointForRacingConnectStrategy',
      message:
        'ServiceEntry has a non-default connect strategy but no waypoint bound. A waypoint is required for connect strategies to take effect for ambient clients.',
    };
  if (!published.some(({ host }) => host.startsWith('*'))) return null;
  return {
    status: true,
    reason: 'NoWaypointForWildcardService',
    message: 'ServiceEntry will not apply until it is bound to a valid waypoint.',
  };
}

/** ST2, D5: only where MeshConfig says who sees ServiceEntries. */
function visibility(mesh: Mesh, { source, visibility: seen }: PublishedService): WrittenConditions {
  if (source.kind !== 'ServiceEntry' || !mesh.state.meshConfig?.serviceEntryVisibility) return {};
  const condition =
    seen === 'namespace'
      ? {
          status: true,
          reason: 'Namespace',
          message:
            'ServiceEntry is visible only within its own namespace (NAMESPACE), per mesh serviceEntryVisibility.',
        }
      : { status: true, reason: 'Public', message: 'ServiceEntry is visible to the entire mesh (PUBLIC).' };
  return { 'istio.io/VisibilityApplied': condition };
}

/** ST1: of a WorkloadEntry, by the labels of both its halves (S6). */
export function conditionsOfWorkloadEntry(mesh: Mesh, entry: WorkloadEntry): WrittenConditions {
  const workload = fromWorkloadEntry(mesh, entry);
  const bound = workload ? boundConditionOf(mesh, entry, workload.binding, false) : null;
  return bound ? { [BOUND]: bound } : {};
}
