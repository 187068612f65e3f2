/** The index of a state, remembered as long as the state is. */
import { perSlice } from '../mesh/memory/look-up.ts';
import { indexMesh, type Mesh } from '../mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';

export const meshOf = perSlice((state: MeshState): Mesh => indexMesh(state));
