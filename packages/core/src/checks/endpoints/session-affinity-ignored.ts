import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 65 (L7): kube-proxy's affinity is not ztunnel's. */
export const sessionAffinityIgnored: Check = {
  id: 'session-affinity-ignored',
  number: 65,
  stage: 'endpoints',
  title: 'Session affinity is not honoured for callers in the mesh',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['Service', 'Pod'],
  uses: ['EndpointSlice'],
  why: 'The Service asks that a caller stays with one pod. ztunnel chooses anew for every connection.',
  notProof: 'Callers outside the mesh still get it; with a single pod there is nothing to choose.',
  cite: 'L7',
  judge(_mesh, trace) {
    const { service, choice, caller } = trace;
    if (service?.sessionAffinity !== 'ClientIP' || caller.kind !== 'ambient' || service.headless) return null;
    if ((choice?.endpoints.length ?? 0) < 2) return null;
    const subject = ref('Service', service.namespace, service.name);
    return {
      subject,
      sentence: `\`${nameOf(subject)}\` asks that a caller stays with one pod, which callers in the mesh do not.`,
      evidence: [field(subject, 'spec.sessionAffinity', 'ClientIP', 'None')],
      fix: [remedy('Keep callers with a pod by a waypoint and a DestinationRule with a consistent hash.')],
    };
  },
};
