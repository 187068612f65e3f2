/** The schema of a reference, apart from the functions on it: pages use those and no schema. */
import { type Static, Type } from 'typebox';

/** A Kubernetes object by kind, namespace (empty for cluster-scoped) and name. */
export const Ref = Type.Object({ kind: Type.String(), namespace: Type.String(), name: Type.String() });
export type Ref = Static<typeof Ref>;
