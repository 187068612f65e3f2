import { capturesDns } from '../../mesh/address/dns.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { vipsOf } from '../../mesh/service/published-services.ts';
import { waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 47 (D3): only ztunnel's own DNS gives out the addresses that istiod allocates. */
export const dnsCaptureOffForServiceentry: Check = {
  id: 'dns-capture-off-for-serviceentry',
  number: 47,
  stage: 'dns',
  title: 'Without DNS capture a ServiceEntry is passed by',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['ServiceEntry', 'Pod'],
  uses: ['ConfigMap', 'Gateway', 'Namespace', 'GatewayClass'],
  why: 'The address that istiod allocates for a ServiceEntry is known to ztunnel alone. Where ztunnel does not answer the caller’s names, the caller dials the real address, past the ServiceEntry and its waypoint.',
  notProof: 'Entries with written addresses, and callers that dial the allocated address themselves.',
  cite: 'D3; analyze IST0134',
  detect(mesh) {
    if (mesh.state.cniConfig?.dnsCapture !== false) return [];
    return mesh.state.serviceEntries.flatMap((entry) => (reliesOnDns(entry) ? [finding(mesh, entry, null)] : []));
  },
  judge(mesh, trace) {
    const bypassed = trace.naming?.bypassed;
    const { pod, kind } = trace.caller;
    if (bypassed?.because !== 'dns-not-captured' || kind !== 'ambient' || !pod || capturesDns(mesh, pod)) return null;
    return finding(mesh, bypassed.entry, pod);
  },
};

const reliesOnDns = (entry: ServiceEntry): boolean =>
  entry.addresses.length === 0 && entry.hosts.some((host) => vipsOf(entry, host).length > 0);

function finding(mesh: Mesh, entry: ServiceEntry, caller: Pod | null): Found {
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  const binding = waypointOfServiceEntry(mesh, entry);
  const past = binding.state === 'bound' ? ` and waypoint \`${nameOf(binding.gateway)}\`` : '';
  const own = caller?.annotations['ambient.istio.io/dns-capture'];
  const who = caller ? `\`${caller.namespace}/${caller.workload.name}\`` : 'Every caller';
  return {
    subject,
    sentence: `${who} resolves \`${entry.hosts[0]}\` to its real address, because DNS capture is off, and so passes by ServiceEntry \`${nameOf(subject)}\`${past}.`,
    evidence: [
      caller && own !== undefined
        ? field(ref('Pod', caller.namespace, caller.name), 'annotation ambient.istio.io/dns-capture', own, 'true')
        : field(ref('ConfigMap', '', 'istio-cni-config'), 'AMBIENT_DNS_CAPTURE', 'false', 'true'),
      field(subject, 'spec.addresses', 'none', 'an address'),
    ],
    objects: binding.state === 'bound' ? [ref('Gateway', binding.gateway.namespace, binding.gateway.name)] : [],
    fix: [
      remedy(
        'Turn DNS capture on, or write an address into the ServiceEntry.',
        `kubectl -n ${entry.namespace} edit serviceentry ${entry.name}`,
      ),
    ],
  };
}
