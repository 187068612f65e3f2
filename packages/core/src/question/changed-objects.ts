/** What people changed between two states of a mesh: objects that came, went or say something else. Status is no change. */
import { type Static, Type } from 'typebox';
import type { MeshState, Slice } from '../state/mesh-state.ts';
import { Ref } from '../state/ref.ts';
import { ref, refId } from '../state/refs.ts';
import { WRITTEN, type WrittenEntity, writtenIn, writtenRef } from '../state/written-objects.ts';

export const ObjectChange = Type.Object({
  ref: Ref,
  what: Type.Enum(['added', 'removed', 'changed']),
  /** what of a changed object differs, by the names of the state: `labels`, `rules` */
  fields: Type.Array(Type.String()),
});
export type ObjectChange = Static<typeof ObjectChange>;

/** What controllers write, and what only counts changes. */
const STATUS: ReadonlySet<string> = new Set([
  ...['uid', 'generation', 'createdAt', 'editedAt', 'labelledAt', 'conditions', 'status', 'listenerStatus'],
  ...['addresses', 'allocated', 'loadBalancer', 'current', 'ready', 'updated', 'phase', 'bootId', 'owner'],
]);
/** Of a ServiceEntry the addresses are written by people, of a Gateway they are its status. */
const WRITTEN_ADDRESSES: Slice = 'serviceEntries';

/** Every written object that differs, in the order of slices and names. Lists that are the same object are not looked at. */
export function changedObjects(before: MeshState, after: MeshState): ObjectChange[] {
  const changes = (Object.keys(WRITTEN) as Slice[]).flatMap((slice) =>
    before[slice] === after[slice] ? [] : changesIn(slice, writtenIn(before, slice), writtenIn(after, slice)),
  );
  return [...changes, ...changedConfig(before, after)];
}

function changesIn(slice: Slice, before: readonly WrittenEntity[], after: readonly WrittenEntity[]): ObjectChange[] {
  const refOf = (entity: WrittenEntity): Ref => writtenRef(slice, entity);
  const known = new Map(before.map((entity) => [refId(refOf(entity)), entity]));
  const changes: ObjectChange[] = [];
  for (const entity of after) {
    const id = refId(refOf(entity));
    const former = known.get(id);
    known.delete(id);
    if (former === entity) continue;
    const fields = former ? changedFields(slice, former, entity) : [];
    if (!former) changes.push({ ref: refOf(entity), what: 'added', fields });
    else if (fields.length > 0) changes.push({ ref: refOf(entity), what: 'changed', fields });
  }
  for (const entity of known.values()) changes.push({ ref: refOf(entity), what: 'removed', fields: [] });
  return changes;
}

function changedFields(slice: Slice, before: WrittenEntity, after: WrittenEntity): string[] {
  const [old, now] = [
    before as unknown as Readonly<Record<string, unknown>>,
    after as unknown as Readonly<Record<string, unknown>>,
  ];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) =>
      (!STATUS.has(field) || (field === 'addresses' && slice === WRITTEN_ADDRESSES)) &&
      old[field] !== now[field] &&
      JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  );
}

const CONFIGS = { meshConfig: 'istio', cniConfig: 'istio-cni-config' } as const;

/** The mesh's own settings, by the ConfigMap they stand in. */
function changedConfig(before: MeshState, after: MeshState): ObjectChange[] {
  return (Object.keys(CONFIGS) as (keyof typeof CONFIGS)[]).flatMap((key): ObjectChange[] => {
    const [old, now] = [before[key], after[key]];
    if (old === now || JSON.stringify(old) === JSON.stringify(now)) return [];
    const subject = ref('ConfigMap', after.meshConfig?.rootNamespace ?? 'istio-system', CONFIGS[key]);
    if (!old || !now) return [{ ref: subject, what: now ? 'added' : 'removed', fields: [] }];
    const fields = Object.keys(now).filter(
      (field) => JSON.stringify(old[field as never]) !== JSON.stringify(now[field as never]),
    );
    return [{ ref: subject, what: 'changed', fields }];
  });
}
