/** Batches of random meshes: applied together, compared, reported, taken away. */
import { randomMesh, seededChoices } from '@hopscope/core/scenarios';
import type { Cluster } from './cluster.ts';
import { minimalMesh } from './minimal-mesh.ts';
import { applyReadiness, createObjects, deleteObjects, type Refusal, titleOf } from './objects.ts';
import type { RandomMesh } from './random-mesh.ts';
import { NO_SETTINGS, randomSettings, type Settings, settingsOf } from './settings.ts';
import { compareAtRest } from './settle.ts';
import { type Disagreement, describeDisagreement } from './view.ts';

export interface RunOptions {
  meshes: number;
  seed: number;
  objects: number;
  /** meshes in the cluster at once, in namespaces of their own; those share what the root namespace holds */
  together: number;
  shrink: boolean;
  /** whether istiod is set up anew for each batch but the first */
  settings: boolean;
}

/** Compares so many meshes; counts those we agree on. */
export async function runMeshes(cluster: Cluster, options: RunOptions): Promise<{ passed: number; failed: number }> {
  const started = Date.now();
  const totals = { objects: 0, fields: 0, disagreements: 0, failed: 0 };
  const applySettings = await settingsOf(cluster.administrator);
  const setUp = async (settings: Settings): Promise<void> => {
    await applySettings(settings);
    await cluster.reconnect();
  };
  for (let from = 0; from < options.meshes; from += options.together) {
    if (options.settings && from > 0) {
      const settings = randomSettings(seededChoices(options.seed + from));
      console.log(`istiod is set up with ${JSON.stringify(settings)}`);
      await setUp(settings);
    }
    const batch = makeBatch(options, from, Math.min(options.together, options.meshes - from));
    const { fields, disagreements, failed, accepted } = await runBatch(cluster, batch, options.shrink);
    totals.objects += accepted;
    totals.fields += fields;
    totals.disagreements += disagreements;
    totals.failed += failed;
  }
  if (options.settings) await setUp(NO_SETTINGS);
  const seconds = Math.round((Date.now() - started) / 1000);
  const { objects, fields, disagreements, failed } = totals;
  console.log(
    `\n${options.meshes} meshes, ${objects} objects, ${fields} fields compared, ${disagreements} disagreements, ${seconds} s`,
  );
  return { passed: options.meshes - failed, failed };
}

function makeBatch(options: RunOptions, from: number, count: number): RandomMesh[] {
  return Array.from({ length: count }, (_, i) => {
    const seed = options.seed + from + i;
    const prefix = `r${seed}-`;
    return { seed, prefix, objects: randomMesh(seed, { prefix, objects: options.objects }) };
  });
}

async function runBatch(
  cluster: Cluster,
  batch: readonly RandomMesh[],
  shrink: boolean,
): Promise<{ fields: number; disagreements: number; failed: number; accepted: number }> {
  const objects = batch.flatMap((mesh) => mesh.objects);
  try {
    const started = Date.now();
    const refused = await createObjects(cluster.administrator, objects);
    await applyReadiness(cluster.administrator, objects);
    const { fields, disagreements } = await compareAtRest(cluster);
    const blamed = new Map(batch.map((mesh) => [mesh, disagreements.filter((one) => isOf(mesh, batch, one))]));
    for (const [mesh, own] of blamed) tellMesh(mesh, refused, own);
    console.log(`  ${fields} fields compared in ${Math.round((Date.now() - started) / 1000)} s`);
    const failed = [...blamed].filter(([, own]) => own.length > 0);
    if (shrink && failed.length > 0) await minimalMesh(cluster, failed[0]![0], failed[0]![1][0]!, objects);
    return {
      fields,
      disagreements: disagreements.length,
      failed: failed.length,
      accepted: objects.length - refused.length,
    };
  } finally {
    await deleteObjects(cluster.administrator, objects);
  }
}

/** What bears no mesh's prefix is told of the first. */
function isOf(mesh: RandomMesh, batch: readonly RandomMesh[], one: Disagreement): boolean {
  const owner = batch.find(({ prefix }) => one.object.includes(prefix)) ?? batch[0];
  return mesh === owner;
}

function tellMesh({ seed, objects }: RandomMesh, refused: readonly Refusal[], own: readonly Disagreement[]): void {
  const not = refused.filter(({ object }) => objects.includes(object));
  const verdict = own.length === 0 ? 'agrees' : `${own.length} disagreements`;
  console.log(`mesh of seed ${seed}: ${objects.length - not.length} objects (${not.length} refused): ${verdict}`);
  if (process.env['HOPSCOPE_SHOW_REFUSED'])
    for (const { object, why } of not) console.log(`  ${titleOf(object)}: ${why}`);
  for (const one of own.slice(0, 40)) console.log(`  ${describeDisagreement(one)}`);
}
