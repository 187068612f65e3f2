import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, evaluation, remedy } from '../evidence.ts';

/** Catalogue 50 (D5): a ServiceEntry that only its own namespace is given. */
export const serviceentryNotVisible: Check = {
  id: 'serviceentry-not-visible',
  number: 50,
  stage: 'dns',
  title: 'A ServiceEntry is private to another namespace',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['ServiceEntry'],
  uses: ['ConfigMap', 'Namespace', 'Pod', 'Service'],
  why: 'The mesh is set up so that this ServiceEntry is known in its own namespace only. For callers elsewhere its host and address are unknown and calls leave as plain traffic.',
  notProof: 'An entry of the same host that the caller may see.',
  cite: 'D5, ST2',
  judge(_mesh, trace) {
    const bypassed = trace.naming?.bypassed;
    if (bypassed?.because !== 'not-visible' || trace.caller.kind !== 'ambient') return null;
    const { entry } = bypassed;
    const subject = ref('ServiceEntry', entry.namespace, entry.name);
    const condition = conditionOf(entry.conditions, 'istio.io/VisibilityApplied');
    return {
      subject,
      sentence: `ServiceEntry \`${nameOf(subject)}\` is private to namespace \`${entry.namespace}\`: from \`${trace.caller.namespace}\` its address is unknown, and calls leave in plain text.`,
      evidence: [
        evaluation('D5', `visibility NAMESPACE, asked from namespace ${trace.caller.namespace}`, 'PUBLIC', subject),
        ...(condition ? [conditionEvidence(subject, condition)] : []),
      ],
      fix: [
        remedy(
          'Define it in the caller’s namespace too, or make it public in MeshConfig.serviceEntryVisibility.',
          `kubectl -n ${entry.namespace} get serviceentry ${entry.name} -o yaml`,
        ),
      ],
    };
  },
};
