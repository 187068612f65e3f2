/** PeerAuthentications of a random mesh, at all three levels (M1-M3). */
import type { KubeObject } from '../bundle.ts';
import { anyNamespace, appSelector, make, meta, revisionLabels, type World } from './world.ts';

const MODES = ['STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'] as const;

/** One of them. Those of the root namespace hold for all meshes of a cluster, so they are few. */
export function randomPeer(world: World, at: number): KubeObject {
  const { choose } = world;
  const isRoot = choose.chance(5);
  const namespace = isRoot ? world.rootNamespace : anyNamespace(world);
  const name = `${isRoot ? world.prefix : ''}m${at}`;
  const selector = peerSelector(world);
  const hasPorts = selector !== undefined && Object.keys(selector.matchLabels ?? {}).length > 0 && choose.chance(70);
  const spec = {
    ...(choose.chance(80) ? { mtls: choose.chance(95) ? { mode: choose.pick(MODES) } : {} } : {}),
    ...(selector === undefined ? {} : { selector }),
    ...(hasPorts ? { portLevelMtls: portModes(world) } : {}),
  };
  return make('security.istio.io/v1', 'PeerAuthentication', meta(namespace, name, revisionLabels(world)), { spec });
}

function peerSelector(world: World): { matchLabels?: Record<string, string> } | undefined {
  const { choose } = world;
  const sort = choose.int(100);
  if (sort < 35) return undefined;
  if (sort < 40) return {};
  return { matchLabels: sort < 43 ? {} : appSelector(world) };
}

function portModes(world: World): Record<string, object> {
  const { choose } = world;
  const ports = choose.some(['80', '8080', '9080', '65535'], 1, 3);
  return Object.fromEntries(ports.map((port) => [port, choose.chance(95) ? { mode: choose.pick(MODES) } : {}]));
}
