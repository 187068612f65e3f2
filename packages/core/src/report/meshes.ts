/** The index of a state, remembered as long as the state is. */
import { indexMesh, type Mesh, perSlice } from '../mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';

export const meshOf = perSlice((state: MeshState): Mesh => indexMesh(state));
