import { isFlagSet } from '../../mesh/flags.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { vipsOf } from '../../mesh/service/published-services.ts';
import { waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 48 (D3, W14): no address means nothing that ztunnel could know the host by. */
export const serviceentryNoAddress: Check = {
  id: 'serviceentry-no-address',
  number: 48,
  stage: 'dns',
  title: 'A ServiceEntry has no address in the mesh',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'external'],
  tier: 0,
  needs: ['ServiceEntry', 'Gateway'],
  uses: ['Deployment', 'Namespace', 'ConfigMap', 'GatewayClass'],
  why: 'ztunnel knows a host by its address only. Without one, written or allocated by istiod, calls leave as plain traffic to an unknown target, past the waypoint too.',
  notProof:
    'Entries with resolution NONE and no waypoint are meant to pass through; a new entry gets its address within a minute.',
  cite: 'D3, W14; istio/istio#53620; analyze IST0134',
  detect: (mesh) => mesh.state.serviceEntries.flatMap((entry) => withoutAddress(mesh, entry)),
  judge(mesh, trace) {
    const bypassed = trace.naming?.bypassed;
    return bypassed?.because === 'no-address' ? (withoutAddress(mesh, bypassed.entry)[0] ?? null) : null;
  },
};

function withoutAddress(mesh: Mesh, entry: ServiceEntry): Found[] {
  const bare = entry.hosts.filter((host) => vipsOf(entry, host).length === 0);
  const { createdAt } = entry;
  if (bare.length === 0 || createdAt === null || !hasHeld(createdAt, mesh.takenAt, 60)) return [];
  const binding = waypointOfServiceEntry(mesh, entry);
  if (entry.resolution === 'NONE' && binding.state !== 'bound') return [];
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  const past = binding.state === 'bound' ? ` and never meet waypoint \`${nameOf(binding.gateway)}\`` : '';
  return [
    {
      subject,
      sentence: `\`${bare[0]}\` of ServiceEntry \`${nameOf(subject)}\` has no address in the mesh, because ${whyNone(mesh, entry, bare[0]!)}; calls to it leave as unknown traffic${past}.`,
      evidence: [
        field(subject, 'spec.addresses', 'none', 'an address'),
        field(subject, 'status.addresses', 'none', 'an address that istiod allocates'),
      ],
      objects: binding.state === 'bound' ? [ref('Gateway', binding.gateway.namespace, binding.gateway.name)] : [],
      fix: [
        remedy(
          'Write an address, or let istiod allocate one.',
          `kubectl -n ${entry.namespace} get serviceentry ${entry.name} -o yaml`,
        ),
      ],
    },
  ];
}

/** D3: the condition for an allocated address that does not hold. */
function whyNone(mesh: Mesh, entry: ServiceEntry, host: string): string {
  if (entry.resolution === 'NONE') return 'its resolution is NONE';
  if (entry.labels['networking.istio.io/enable-autoallocate-ip'] === 'false') return 'a label forbids to allocate one';
  if (host.startsWith('*') && entry.resolution !== 'DYNAMIC_DNS') return 'it is a wildcard';
  if (!isFlagSet(mesh, 'PILOT_ENABLE_IP_AUTOALLOCATE', true)) return 'istiod was told not to allocate any';
  return 'istiod has allocated none';
}
