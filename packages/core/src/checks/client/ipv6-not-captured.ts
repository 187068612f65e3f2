import type { WalkTrace } from '../../path/facts.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 36.5: istio-cni redirects IPv4 alone, and the call may go by IPv6. */
export const ipv6NotCaptured: Check = {
  id: 'ipv6-not-captured',
  number: 36.5,
  stage: 'client',
  title: 'Calls by IPv6 are not captured',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['client'],
  tier: 0,
  needs: ['ConfigMap', 'Pod'],
  uses: ['Service'],
  why: 'istio-cni is set to leave IPv6 alone. What a pod sends to an IPv6 address passes ztunnel by: without encryption, identity or policy, and without a waypoint.',
  notProof:
    'Pods without an IPv6 address and destinations without one. Where a destination has addresses of both families, which one the application takes is not known.',
  cite: 'E12; istio: manifests/charts/istio-cni/values.yaml',
  judge(mesh, trace) {
    if (mesh.state.cniConfig?.ipv6 !== false) return null;
    const { caller } = trace;
    const own = caller.kind === 'ambient' ? caller.pod : null;
    const dialled = own?.ips.some(isV6) ? dialledOf(trace) : [];
    const wanted = dialled.filter(isV6);
    if (!own || wanted.length === 0) return null;
    const isCertain = wanted.length === dialled.length;
    const subject = ref('Pod', own.namespace, own.name);
    return {
      subject,
      certainty: isCertain ? 'confirmed' : 'suspected',
      sentence: isCertain
        ? `What \`${caller.name}\` sends by IPv6 is not captured: it passes encryption and policy by.`
        : `What \`${caller.name}\` sends there by IPv6, should it choose that over IPv4, is not captured: it passes encryption and policy by.`,
      evidence: [
        evaluation('E12', 'istio-cni-config: AMBIENT_IPV6 is false', 'true'),
        field(subject, 'status.podIPs', own.ips.join(', ')),
        field(subjectOf(trace) ?? subject, 'address that is called', dialled.join(', ')),
      ],
      fix: [
        remedy(
          'Let istio-cni capture IPv6, and make the pods anew.',
          'helm upgrade istio-cni istio/cni -n istio-system --set ambient.ipv6=true --reuse-values',
        ),
      ],
    };
  },
};

const isV6 = (address: string): boolean => address.includes(':');

/** The addresses that the caller may dial: those of the Service, or of the pod where it has none of its own. */
function dialledOf({ target, service, destination }: WalkTrace): readonly string[] {
  if (service && !service.headless && target.kind === 'service') return service.clusterIPs;
  if (target.kind === 'unknown' || target.kind === 'outside-address') return [target.address];
  return addressesOf(destination);
}

const addressesOf = (pod: Pod | null): readonly string[] => pod?.ips ?? [];

const subjectOf = ({ service, destination }: WalkTrace) =>
  service
    ? ref('Service', service.namespace, service.name)
    : destination && ref('Pod', destination.namespace, destination.name);
