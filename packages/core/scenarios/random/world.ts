/** What the objects of one random mesh have in common: its names, and the labels that may stand on any of them. */
import type { KubeObject, ObjectMeta } from '../bundle.ts';
import type { Choices } from './choices.ts';

export type LabelSet = Record<string, string>;

export interface World {
  readonly choose: Choices;
  readonly rootNamespace: string;
  /** every name of a namespace or of an object outside one begins with it, so that several meshes fit into one cluster */
  readonly prefix: string;
  readonly namespaces: readonly string[];
  readonly waypoints: readonly { namespace: string; name: string }[];
}

export const APPS = ['api', 'cart', 'web', 'db', 'jobs', 'mail'] as const;
export const ACCOUNTS = ['default', 'reader', 'writer'] as const;
/** names of container ports, of Service ports and of target ports; `nope` is declared nowhere */
export const PORT_NAMES = ['http', 'grpc', 'metrics', 'nope'] as const;

/** An object without a status. `body` holds spec and the like. */
export function make(apiVersion: string, kind: string, metadata: ObjectMeta, body: object = {}): KubeObject {
  return { apiVersion, kind, metadata, ...body };
}

/** Where a namespaced object lives: mostly in one of the mesh's own namespaces. */
export function anyNamespace(world: World): string {
  return world.choose.pick(world.namespaces);
}

/** The labels of an application: what selectors select by. */
export function appLabels(world: World): LabelSet {
  const { choose } = world;
  return {
    app: choose.pick(APPS),
    ...(choose.chance(60) ? { version: choose.pick(['v1', 'v2']) } : {}),
    ...(choose.chance(15) ? { tier: choose.pick(['', 'front', 'BACK']) } : {}),
  };
}

/** A selector over such labels; now and then one that selects nothing, or by a key that is rare. */
export function appSelector(world: World): LabelSet {
  const { choose } = world;
  if (choose.chance(6)) return { app: choose.pick(['', 'API', 'nobody']) };
  return {
    ...(choose.chance(85) ? { app: choose.pick(APPS) } : {}),
    ...(choose.chance(25) ? { version: choose.pick(['v1', 'v2']) } : {}),
    ...(choose.chance(8) ? { tier: choose.pick(['', 'front', 'BACK']) } : {}),
  };
}

/** Words that look like a name or an order and are none. */
const ODD_WAYPOINTS = ['none', 'none', 'None', 'NONE', '', 'missing', 'true', 'waypoint_1'] as const;

/** W8, W12: what an object or a namespace may ask for; `percent` = how often it asks at all. */
export function waypointLabels(world: World, namespace: string, percent: number): LabelSet {
  const { choose } = world;
  const labels: LabelSet = {};
  if (choose.chance(percent)) Object.assign(labels, requestLabels(world, namespace, 'istio.io/use-waypoint'));
  if (choose.chance(percent / 3))
    Object.assign(labels, requestLabels(world, namespace, 'istio.io/use-waypoint-canary'));
  if (choose.chance(5)) labels['istio.io/use-waypoint-namespace'] ??= anyNamespace(world);
  if (choose.chance(20)) labels['istio.io/ingress-use-waypoint'] = choose.pick(BOOLEANS);
  return labels;
}

/** What people write where a yes or a no is meant. */
export const BOOLEANS = ['true', 'true', 'false', 'True', 'TRUE', 't', '1', '0', 'yes', ''] as const;

function requestLabels(world: World, namespace: string, key: string): LabelSet {
  const { choose } = world;
  if (choose.chance(20)) {
    return {
      [key]: choose.pick(ODD_WAYPOINTS),
      ...(choose.chance(20) ? { [`${key}-namespace`]: choose.pick(['', 'nowhere']) } : {}),
    };
  }
  const local = world.waypoints.filter((waypoint) => waypoint.namespace === namespace);
  const wanted = choose.pick(local.length > 0 && choose.chance(55) ? local : world.waypoints);
  // Now and then the namespace is forgotten, or named although it is the same.
  const named = wanted.namespace === namespace ? choose.chance(15) : choose.chance(90);
  return { [key]: wanted.name, ...(named ? { [`${key}-namespace`]: wanted.namespace } : {}) };
}

/** W12: how much goes to the canary, as people write it. */
export function canaryAnnotations(world: World): LabelSet {
  const { choose } = world;
  if (!choose.chance(30)) return {};
  const weights = ['0', '5', '50', '100', '101', '-1', '7%', '', '+5', '010', ' 5', '1e1'] as const;
  return { 'istio.io/use-waypoint-canary-weight': choose.pick(weights) };
}

/** L3: where traffic shall go first, as people write it. */
export function distributionAnnotations(world: World, percent: number): LabelSet {
  const { choose } = world;
  if (!choose.chance(percent)) return {};
  const words = ['PreferClose', 'PreferSameZone', 'PreferSameNode', 'preferclose', 'Any', ''] as const;
  return { 'networking.istio.io/traffic-distribution': choose.pick(words) };
}

/** S7: for which control plane an object is. `default` is the one that runs. */
export function revisionLabels(world: World): LabelSet {
  const { choose } = world;
  return choose.chance(12) ? { 'istio.io/rev': choose.pick(['default', 'default', 'canary', 'Default', '']) } : {};
}

/** Labels and annotations, left out where there are none. */
export function meta(namespace: string, name: string, labels: LabelSet = {}, annotations: LabelSet = {}): ObjectMeta {
  return {
    name,
    ...(namespace === '' ? {} : { namespace }),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}
