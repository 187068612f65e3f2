/** C2, C5: how long the certificates hold that every other one rests on. */
import type { Certificate, ZtunnelDump } from '../../state/readings.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import { perSlice } from '../memory/look-up.ts';
import { noteRead } from '../memory/reads.ts';
import { type Mesh, onlyOfMesh } from '../mesh.ts';
import { sumOf } from '../told/component-metrics.ts';

export interface AuthorityEnd {
  what: 'root' | 'intermediate';
  /** RFC 3339 */
  expiresAt: string;
  serials: readonly string[];
  /** the ConfigMap it was read from, or who showed it */
  from: { object: Ref } | { source: 'ztunnel-config' | 'istiod-metrics'; pod: string; at: string | null };
  isPast: boolean;
}

/** C5: what ends first of the root that lives longest among those trusted, and the intermediates that sign today; null where none is known. */
export function authorityEndOf(mesh: Mesh): AuthorityEnd | null {
  const ends = [rootOf(mesh), intermediateOf(mesh), ...countedBy(mesh)].filter((end) => end !== null);
  return ends.reduce<AuthorityEnd | null>(
    (first, end) => (first && first.expiresAt <= end.expiresAt ? first : end),
    null,
  );
}

const part = onlyOfMesh((mesh: Mesh) =>
  mesh.memory.keep(
    'end of the authority',
    { isPast: authorityEndOf(mesh)?.isPast === true },
    (a, b) => a.isPast === b.isPast,
  ),
);

/** C5: it has ended, and with it every certificate. Who asks is asked again when the answer changes, and not whenever time passes. */
export function hasAuthorityEnded(mesh: Mesh): boolean {
  const known = part(mesh);
  noteRead(known);
  return known.isPast;
}

const isPast = (mesh: Mesh, time: string): boolean => Date.parse(time) <= Date.parse(mesh.takenAt);

function rootOf(mesh: Mesh): AuthorityEnd | null {
  const { rootBundles } = mesh.state;
  const bundle = rootBundles.find(({ namespace }) => namespace === mesh.rootNamespace) ?? rootBundles[0];
  const expiresAt = bundle?.roots
    .map((root) => root.expiresAt)
    .sort()
    .at(-1);
  if (!bundle || expiresAt === undefined) return null;
  return {
    what: 'root',
    expiresAt,
    serials: bundle.roots.map(({ serial }) => serial),
    from: { object: ref('ConfigMap', bundle.namespace, 'istio-ca-root-cert') },
    isPast: isPast(mesh, expiresAt),
  };
}

function intermediateOf(mesh: Mesh): AuthorityEnd | null {
  let first: AuthorityEnd | null = null;
  for (const dump of mesh.state.ztunnelDumps) {
    const signer = firstSigner(dump);
    if (signer === null || (first !== null && signer.expiresAt >= first.expiresAt)) continue;
    const from = { source: 'ztunnel-config' as const, pod: dump.pod, at: dump.at };
    first = { what: 'intermediate', ...signer, from, isPast: isPast(mesh, signer.expiresAt) };
  }
  return first;
}

/** C2: between a workload's certificate, the first of its chain, and the roots, the last, are those that sign; the one that ends first. */
const firstSigner = perSlice(({ certificates }: ZtunnelDump): { serials: string[]; expiresAt: string } | null => {
  let first: { serials: string[]; expiresAt: string } | null = null;
  for (const certificate of certificates)
    for (const { serial, expiresAt } of signersOf(certificate))
      if (first === null || expiresAt < first.expiresAt) first = { serials: [serial], expiresAt };
  return first;
});

function signersOf({ state, chain, roots }: Certificate): { serial: string; expiresAt: string }[] {
  if (state !== 'Available' || chain === undefined || chain.length < 2) return [];
  return chain
    .slice(1)
    .flatMap(({ serial, expiresAt }) => (expiresAt === null || roots.includes(serial) ? [] : [{ serial, expiresAt }]));
}

/** of the year 9999 */
const LAST_SECOND = 253_402_300_799;

const COUNTED = [
  { name: 'citadel_server_root_cert_expiry_timestamp', what: 'root' },
  { name: 'citadel_server_cert_chain_expiry_timestamp', what: 'intermediate' },
] as const;

/** C5: what istiods count of the certificates that they sign with, in seconds since 1970; those of an external authority have none. */
function countedBy(mesh: Mesh): AuthorityEnd[] {
  return mesh.pods.istiods.flatMap((istiod) =>
    COUNTED.flatMap(({ name, what }) => {
      const pod = nameOf(istiod);
      const seconds = sumOf(mesh, pod, name);
      if (seconds === null || seconds <= 0 || seconds > LAST_SECOND) return [];
      const expiresAt = new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
      const at = mesh.metrics.get(pod)?.at ?? null;
      return [
        {
          what,
          expiresAt,
          serials: [name],
          from: { source: 'istiod-metrics' as const, pod, at },
          isPast: isPast(mesh, expiresAt),
        },
      ];
    }),
  );
}
