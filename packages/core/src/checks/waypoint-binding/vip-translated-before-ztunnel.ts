import { earlyTranslation } from '../../mesh/enrolment/cni-plugin.ts';
import { inEachNamespace } from '../../mesh/mesh.ts';
import { waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 85 (N5, N5.skipped): the network plugin turns a Service's address into a pod's before ztunnel sees it. */
export const vipTranslatedBeforeZtunnel: Check = {
  id: 'vip-translated-before-ztunnel',
  number: 85,
  stage: 'waypoint-binding',
  title: 'The network plugin makes callers skip waypoints',
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 0,
  needs: ['ConfigMap', 'Gateway', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'Pod'],
  why: 'Cilium can translate the address of a Service inside of the calling pod. ztunnel then sees a call to a pod, and the waypoint of the Service is not asked.',
  notProof:
    'Translation limited to the network of the hosts. Whether calls really skip the waypoint is concluded from how ztunnel finds it, and was not seen.',
  cite: 'N5, N5.skipped; cilium docs: network/servicemesh/istio',
  detect: inEachNamespace((mesh, { services }) => {
    const settings = earlyTranslation(mesh);
    if (settings === null) return [];
    const bindings = services.map((service) => waypointOfService(mesh, service));
    const gateways = new Set(bindings.flatMap((binding) => (binding.state === 'bound' ? [binding.gateway] : [])));
    return [...gateways].map((gateway) => finding(gateway, settings));
  }),
  judge(mesh, { waypoint, caller, service }) {
    const settings = earlyTranslation(mesh);
    return settings !== null && waypoint && service && caller.kind === 'ambient'
      ? finding(waypoint.gateway, settings)
      : null;
  },
};

function finding(gateway: Gateway, settings: string): Found {
  const subject = ref('Gateway', gateway.namespace, gateway.name);
  return {
    subject,
    sentence: `The network plugin resolves addresses of Services before Istio sees them, so calls may pass by waypoint \`${nameOf(gateway)}\` and its rules.`,
    evidence: [
      field(ref('ConfigMap', 'kube-system', 'cilium-config'), 'data', settings, 'bpf-lb-sock-hostns-only: true'),
    ],
    fix: [
      remedy(
        'Let Cilium translate on the network of the hosts only.',
        'helm upgrade cilium cilium/cilium -n kube-system --reuse-values --set socketLB.hostNamespaceOnly=true',
      ),
    ],
  };
}
