import { isFlagSet } from '../../mesh/flags.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

const LEASE = 'istio-status-leader';

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
  uses: ['Deployment', 'ConfigMap'],
  why: 'One istiod at a time writes what objects say of their waypoints and policies, and renews a lease as long as it does. When the lease runs out and nobody takes it over, conditions stay as they were while the mesh moves on.',
  notProof:
    'No lease at all, as in older releases; status writing that is switched off; a control plane that is down altogether, which is another failure.',
  cite: 'CP4, ST6',
  detect(mesh) {
    if (!isFlagSet(mesh, 'AMBIENT_ENABLE_STATUS', true) || !mesh.pods.istiods.some((pod) => pod.ready)) return [];
    return mesh.state.markers
      .filter(({ kind, name, at }) => kind === 'Lease' && name === LEASE && hasHeld(at, mesh.takenAt, 120))
      .filter(({ at }) => at !== null)
      .map(({ namespace, name, target, at }) => {
        const subject = ref('Lease', namespace, name);
        const isGone = mesh.pods.byName.get(`${namespace}/${target}`) === undefined;
        return {
          subject,
          sentence: `Istio's status messages are stale: ${target === '' ? 'nobody' : `\`${target}\``} renewed the lease to write them since ${at}${isGone && target !== '' ? ', and that pod is gone' : ''}. Conditions on objects can be wrong.`,
          evidence: [field(subject, 'spec.renewTime', at ?? '', 'less than two minutes ago', at)],
          since: at,
          fix: [remedy('Let another istiod take over.', `kubectl -n ${namespace} rollout restart deployment istiod`)],
        };
      });
  },
};
