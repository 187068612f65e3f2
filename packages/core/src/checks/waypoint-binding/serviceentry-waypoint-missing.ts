import type { ServiceEntry } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, remedy } from '../evidence.ts';

/** Catalogue 82 (ST2): istiod says that the entry needs a waypoint and has none. */
export const serviceentryWaypointMissing: Check = {
  id: 'serviceentry-waypoint-missing',
  number: 82,
  stage: 'waypoint-binding',
  title: 'A ServiceEntry works only through a waypoint and has none',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['ServiceEntry'],
  why: 'Hosts with a wildcard, and hosts that are connected to at several addresses at once, are beyond what ztunnel can do. istiod reports that a waypoint is missing.',
  notProof: 'The condition with status False, or an entry that nobody says it of.',
  cite: 'ST2, X2',
  detect: (mesh) => mesh.state.serviceEntries.flatMap(finding),
  judge: (_mesh, trace) => (trace.target.kind === 'service-entry' ? (finding(trace.target.entry)[0] ?? null) : null),
};

function finding(entry: ServiceEntry): Found[] {
  const condition = conditionOf(entry.conditions, 'istio.io/WaypointMissing');
  if (condition?.status !== 'True') return [];
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  const isWildcard = condition.reason === 'NoWaypointForWildcardService';
  return [
    {
      subject,
      severity: isWildcard ? 'broken' : 'degraded',
      sentence: `ServiceEntry \`${nameOf(subject)}\` works only through a waypoint, ${isWildcard ? 'because its host is a wildcard' : 'for the way it is connected to'}, and none is bound.`,
      evidence: [conditionEvidence(subject, condition)],
      since: condition.since,
      fix: [
        remedy(
          'Bind it to a waypoint.',
          `kubectl -n ${entry.namespace} label serviceentry ${entry.name} istio.io/use-waypoint=NAME`,
        ),
      ],
    },
  ];
}
