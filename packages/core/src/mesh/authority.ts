/** C2, C5: how long the certificates hold that every other one rests on. */
import type { Certificate } from '../state/readings.ts';
import { type Ref, ref } from '../state/refs.ts';
import { type Mesh, onlyOfMesh } from './mesh.ts';
import { noteRead } from './reads.ts';

export interface AuthorityEnd {
  what: 'root' | 'intermediate';
  /** RFC 3339 */
  expiresAt: string;
  serials: readonly string[];
  /** the ConfigMap it was read from, or the ztunnel that showed it */
  from: { object: Ref } | { pod: string; at: string | null };
  isPast: boolean;
}

/** C5: what ends first of the root that lives longest among those trusted, and the intermediates that sign today; null where none is known. */
export function authorityEndOf(mesh: Mesh): AuthorityEnd | null {
  const [root, intermediate] = [rootOf(mesh), intermediateOf(mesh)];
  if (!root || !intermediate) return root ?? intermediate;
  return root.expiresAt <= intermediate.expiresAt ? root : intermediate;
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
  for (const { pod, at, certificates } of mesh.state.ztunnelDumps)
    for (const { serial, expiresAt } of certificates.flatMap(signersOf)) {
      if (first !== null && expiresAt >= first.expiresAt) continue;
      first = {
        what: 'intermediate',
        expiresAt,
        serials: [serial],
        from: { pod, at },
        isPast: isPast(mesh, expiresAt),
      };
    }
  return first;
}

/** C2: between a workload's certificate, the first of its chain, and the roots, the last, are those that sign. */
function signersOf({ state, chain, roots }: Certificate): { serial: string; expiresAt: string }[] {
  if (state !== 'Available' || chain === undefined) return [];
  return chain
    .slice(1)
    .flatMap(({ serial, expiresAt }) => (expiresAt === null || roots.includes(serial) ? [] : [{ serial, expiresAt }]));
}
