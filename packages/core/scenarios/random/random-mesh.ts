/** Random meshes: every kind of object that decides what istiod tells ztunnel, odd values included. The same seed gives the same mesh. */
import type { KubeObject } from '../bundle.ts';
import { seededChoices } from './choices.ts';
import { randomAuthorization } from './random-authorization.ts';
import { randomServiceEntry, randomWorkloadEntry } from './random-entries.ts';
import { randomPeer } from './random-peers.ts';
import { randomService } from './random-services.ts';
import { randomClasses, randomGateway } from './random-waypoints.ts';
import { randomAccounts, randomDeployment, randomNamespaces, randomPod } from './random-workloads.ts';
import type { World } from './world.ts';

export interface RandomMeshOptions {
  /** at least so many objects (default 110); pods of Deployments and what controllers make are not counted */
  objects?: number;
  /** of all its namespaces and of its objects in the root namespace; default `m-` */
  prefix?: string;
  rootNamespace?: string;
}

/** The objects of a mesh as somebody would apply them, in an order in which each finds its namespace. */
export function randomMesh(seed: number, options: RandomMeshOptions = {}): KubeObject[] {
  const { objects = 110, prefix = 'm-', rootNamespace = 'istio-system' } = options;
  const choose = seededChoices(seed);
  const namespaces = Array.from({ length: 3 + choose.int(3) }, (_, i) => `${prefix}${i}`);
  const part = (share: number): number => Math.max(1, Math.ceil((objects * share) / 100));
  const waypoints = Array.from({ length: part(5) }, (_, i) => ({
    namespace: choose.pick(namespaces),
    name: `w${i}`,
  }));
  const world: World = { choose, prefix, rootNamespace, namespaces, waypoints };
  const counts = { services: part(18), entries: part(10) };
  const several = (count: number, one: (at: number) => KubeObject | KubeObject[]): KubeObject[] =>
    Array.from({ length: count }, (_, at) => one(at)).flat();
  const made = [
    ...randomNamespaces(world),
    ...randomAccounts(world),
    ...randomClasses(world),
    ...several(waypoints.length, (at) => randomGateway(world, at)),
    ...several(part(12), (at) => randomDeployment(world, at)),
    ...several(part(8), (at) => randomPod(world, at)),
    ...several(counts.services, (at) => randomService(world, at)),
    ...several(counts.entries, (at) => randomServiceEntry(world, at)),
    ...several(part(7), (at) => randomWorkloadEntry(world, at)),
    ...several(part(9), (at) => randomPeer(world, at)),
  ];
  return [
    ...made,
    ...several(Math.max(part(20), objects - made.length), (at) => randomAuthorization(world, at, counts)),
  ];
}
