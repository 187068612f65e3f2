/** Waiting until the cluster has come to rest, and what both sides say of it then. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mesh } from '@hopscope/core';
import type { Cluster } from './cluster.ts';
import { viewOfAmbientz, viewOfConditions } from './istiod-view.ts';
import { isKnownLimit } from './known-limits.ts';
import { ourConditions, ourView } from './our-view.ts';
import { type Comparison, compareViews, type Disagreement, type View } from './view.ts';

/** Both sides at one moment. */
interface Moment {
  mesh: Mesh;
  istiod: View;
}

const POLL_MS = 700;
/** So long nothing may change. */
const STILL_MS = 2_000;
const LIMIT_MS = 60_000;

/** Compares once nothing changes any more; what disagrees is looked at again, and counts when it still stands after so long. */
export async function compareAtRest(cluster: Cluster, patienceMs = 12_000): Promise<Comparison> {
  let comparison = compare(await waitForRest(cluster));
  const end = Date.now() + patienceMs;
  while (comparison.disagreements.length > 0 && Date.now() < end) {
    await sleep(STILL_MS);
    comparison = compare(await waitForRest(cluster));
  }
  return comparison;
}

function compare({ mesh, istiod }: Moment): Comparison {
  const ours = new Map([...ourView(mesh), ...ourConditions(mesh)]);
  const { fields, disagreements } = compareViews(ours, istiod);
  const isNews = (one: Disagreement): boolean =>
    !isKnownLimit(one, ours.get(one.object) ?? {}, istiod.get(one.object) ?? {});
  return { fields, disagreements: disagreements.filter(isNews) };
}

async function waitForRest(cluster: Cluster): Promise<Moment> {
  const end = Date.now() + LIMIT_MS;
  let last = '';
  let since = Date.now();
  for (;;) {
    const moment = await look(cluster);
    const print = JSON.stringify([[...moment.istiod], moment.mesh.state.gateways, moment.mesh.pods.all().length]);
    if (print !== last) since = Date.now();
    if (Date.now() - since >= STILL_MS && !hasStarting(moment.mesh)) return moment;
    if (Date.now() > end) return moment;
    last = print;
    await sleep(POLL_MS);
  }
}

async function look(cluster: Cluster): Promise<Moment> {
  const [mesh, body] = await Promise.all([cluster.readMesh(), cluster.readAmbientz()]);
  const istiod = [...viewOfAmbientz(body), ...viewOfConditions(mesh)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { mesh, istiod: new Map(istiod) };
}

/** Pods that have a node and do not run yet, or are going. */
function hasStarting(mesh: Mesh): boolean {
  return mesh.pods.all().some((pod) => pod.node !== '' && (pod.ips.length === 0 || pod.deletedAt !== null));
}
