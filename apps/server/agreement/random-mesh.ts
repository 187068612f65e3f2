import type { KubeObject } from '@hopscope/core/scenarios';

/** One mesh of a run. */
export interface RandomMesh {
  seed: number;
  prefix: string;
  objects: KubeObject[];
}
