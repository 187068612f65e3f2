import type { Mesh } from '../../mesh/mesh.ts';
import { waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { CallerKind } from '../../path/facts.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 166 (D4): resolution DYNAMIC_DNS works at a waypoint and for external hosts only. */
export const egressDynamicDnsMisuse: Check = {
  id: 'egress-dynamic-dns-misuse',
  number: 166,
  stage: 'egress',
  title: 'A ServiceEntry with dynamic DNS works only through a waypoint',
  blame: 'configuration',
  severity: 'broken',
  hops: ['resolution'],
  tier: 0,
  needs: ['ServiceEntry', 'Gateway'],
  uses: ['Namespace', 'ConfigMap', 'GatewayClass'],
  why: 'With resolution DYNAMIC_DNS the name is resolved by a waypoint, and only for hosts outside the mesh. Without a waypoint nobody resolves it.',
  notProof:
    'External entries that are bound to a waypoint; callers outside the mesh, which resolve the host by themselves.',
  cite: 'D4, X2',
  detect: (mesh) => mesh.state.serviceEntries.flatMap((entry) => finding(mesh, entry)),
  judge(mesh, trace) {
    // P19: who calls past the mesh resolves the host by itself.
    if (trace.target.kind !== 'service-entry' || PAST_THE_MESH.has(trace.caller.kind)) return null;
    return finding(mesh, trace.target.entry)[0] ?? null;
  },
};

const PAST_THE_MESH: ReadonlySet<CallerKind> = new Set(['unmeshed', 'kubelet', 'outside']);

function finding(mesh: Mesh, entry: ServiceEntry): Found[] {
  if (entry.resolution !== 'DYNAMIC_DNS') return [];
  const { state } = waypointOfServiceEntry(mesh, entry);
  const isExternal = entry.location === 'MESH_EXTERNAL';
  if (state === 'unknown' || (state === 'bound' && isExternal)) return [];
  const subject = ref('ServiceEntry', entry.namespace, entry.name);
  const why = isExternal ? 'it has no waypoint' : 'it is not declared as outside the mesh';
  return [
    {
      subject,
      sentence: `ServiceEntry \`${nameOf(subject)}\` resolves \`${entry.hosts[0] ?? 'its host'}\` dynamically, which needs a waypoint and an external host; ${why}.`,
      evidence: [
        field(subject, 'spec.resolution', 'DYNAMIC_DNS'),
        isExternal
          ? field(subject, 'label istio.io/use-waypoint', 'no usable waypoint', 'a waypoint that is ready')
          : field(subject, 'spec.location', entry.location, 'MESH_EXTERNAL'),
      ],
      fix: [
        remedy(
          'Bind it to a waypoint and declare it MESH_EXTERNAL.',
          `kubectl -n ${entry.namespace} label serviceentry ${entry.name} istio.io/use-waypoint=NAME`,
        ),
      ],
    },
  ];
}
