/** The fewest objects on which we still disagree, found in the cluster itself. */
import type { KubeObject } from '@hopscope/core/scenarios';
import type { Cluster } from './cluster.ts';
import { applyReadiness, createObjects, deleteObjects, removeObjects } from './objects.ts';
import type { RandomMesh } from './random-mesh.ts';
import { compareAtRest } from './settle.ts';
import { shrinkList } from './shrink.ts';
import { type Disagreement, describeDisagreement } from './view.ts';

const TRIALS = 60;
/** Short: it was seen to stand already. */
const PATIENCE_MS = 2_000;

/** Shrinks a mesh to the objects one disagreement needs, and prints them. `present` = what is in the cluster now. */
export async function minimalMesh(
  cluster: Cluster,
  mesh: RandomMesh,
  wanted: Disagreement,
  present: readonly KubeObject[],
): Promise<void> {
  const { administrator } = cluster;
  const isGround = ({ kind }: KubeObject) => kind === 'Namespace' || kind === 'ServiceAccount';
  await deleteObjects(
    administrator,
    present.filter((one) => !mesh.objects.includes(one)),
  );
  const ground = mesh.objects.filter(isGround);
  let current = mesh.objects.filter((one) => !isGround(one));
  let last = wanted;
  const holds = async (subset: readonly KubeObject[]): Promise<boolean> => {
    await removeObjects(
      administrator,
      current.filter((one) => !subset.includes(one)),
    );
    const added = subset.filter((one) => !current.includes(one));
    await createObjects(administrator, added);
    await applyReadiness(administrator, added);
    current = [...subset];
    const { disagreements } = await compareAtRest(cluster, PATIENCE_MS);
    const found = disagreements.find((one) => kindOf(one) === kindOf(wanted));
    if (found) last = found;
    return found !== undefined;
  };
  const least = await shrinkList(current, holds, TRIALS);
  console.log(`  least objects for: ${describeDisagreement(last)}`);
  const spaces = new Set(least.map(({ metadata }) => metadata.namespace));
  for (const one of [
    ...ground.filter(({ kind, metadata }) => kind === 'Namespace' && spaces.has(metadata.name)),
    ...least,
  ])
    console.log(`    ${JSON.stringify(one)}`);
}

/** The same thing said of another object of the same kind is the same disagreement. */
const kindOf = ({ object, field }: Disagreement): string =>
  `${object.replace(/ [^ ]*$/, '').replace(/\/\/?Pod\/.*/, '')} ${field}`;
