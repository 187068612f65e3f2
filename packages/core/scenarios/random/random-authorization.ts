/** AuthorizationPolicies of a random mesh, with every field of their rules. */
import type { KubeObject } from '../bundle.ts';
import type { Choices } from './choices.ts';
import { ACCOUNTS, anyNamespace, appSelector, BOOLEANS, make, meta, revisionLabels, type World } from './world.ts';

/** One policy; a few are in the root namespace and hold for all. */
export function randomAuthorization(
  world: World,
  at: number,
  counts: { services: number; entries: number },
): KubeObject {
  const { choose } = world;
  const isRoot = choose.chance(6);
  const namespace = isRoot ? world.rootNamespace : anyNamespace(world);
  const name = `${isRoot ? world.prefix : ''}a${at}`;
  const action = choose.pick(['ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'DENY', 'AUDIT', 'CUSTOM']);
  const spec = {
    ...(choose.chance(85) ? { action } : {}),
    ...(action === 'CUSTOM' ? { action, provider: { name: 'ext' } } : {}),
    ...scope(world, counts),
    ...rules(world),
  };
  const annotations = choose.chance(8) ? { 'istio.io/dry-run': choose.pick(BOOLEANS) } : {};
  const metadata = meta(namespace, name, revisionLabels(world), annotations);
  return make('security.istio.io/v1', 'AuthorizationPolicy', metadata, { spec });
}

/** A2, A3: nothing, a selector, an empty selector, or what a waypoint enforces it for. */
function scope(world: World, counts: { services: number; entries: number }): object {
  const { choose } = world;
  const sort = choose.int(100);
  if (sort < 20) return {};
  if (sort < 26) return { selector: {} };
  if (sort < 30) return { selector: { matchLabels: {} } };
  if (sort < 68) return { selector: { matchLabels: appSelector(world) } };
  return { targetRefs: choose.some([0, 1, 2], 1, 2).map(() => targetRef(world, counts)) };
}

function targetRef(world: World, counts: { services: number; entries: number }): object {
  const { choose } = world;
  const kind = choose.pick(['Service', 'Service', 'ServiceEntry', 'Gateway', 'Gateway', 'GatewayClass']);
  switch (kind) {
    case 'Service':
      return { group: '', kind, name: choose.chance(85) ? `s${choose.int(counts.services)}` : 'missing' };
    case 'ServiceEntry':
      return { group: 'networking.istio.io', kind, name: `e${choose.int(counts.entries)}` };
    case 'Gateway':
      return { group: GATEWAY_API, kind, name: choose.pick([...world.waypoints.map(({ name }) => name), 'missing']) };
    default:
      return { group: GATEWAY_API, kind, name: choose.pick(['istio-waypoint', 'istio', `${world.prefix}class`]) };
  }
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** A8: absent, empty, an empty rule, or rules. */
function rules(world: World): object {
  const { choose } = world;
  if (choose.chance(8)) return {};
  if (choose.chance(6)) return { rules: [{}] };
  return { rules: Array.from({ length: 1 + choose.int(3) }, () => rule(world)) };
}

function rule(world: World): object {
  const { choose } = world;
  const several = <T>(percent: number, one: () => T): T[] =>
    choose.chance(percent) ? Array.from({ length: 1 + choose.int(2) }, one) : [];
  const from = several(55, () => ({ source: source(world) }));
  const to = several(50, () => ({ operation: operation(choose) }));
  const when = several(25, () => condition(world));
  return {
    ...(from.length > 0 ? { from } : {}),
    ...(to.length > 0 ? { to } : {}),
    ...(when.length > 0 ? { when } : {}),
  };
}

/** One to three of the given fields, each with one or two of its values, some as their opposite. */
function fields(choose: Choices, pools: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const chosen = choose.some(Object.keys(pools), 1, 3);
  return Object.fromEntries(
    chosen.map((field) => {
      const opposite = `not${field[0]!.toUpperCase()}${field.slice(1)}`;
      return [choose.chance(25) ? opposite : field, choose.some(pools[field]!, 1, 2)];
    }),
  );
}

/** A5: `requestPrincipals` and `remoteIpBlocks` are HTTP's. Istio allows either service accounts or principals and namespaces. */
function source(world: World): object {
  const { choose } = world;
  const accounts = ACCOUNTS.flatMap((account) => [account, `${world.namespaces[0]}/${account}`]);
  const blocks = ['10.244.0.0/16', '10.1.2.3', '192.0.2.9/24', '2001:db8::/32', '2001:db8::1', '0.0.0.0/0'];
  const http = choose.chance(20) ? { requestPrincipals: ['iss/sub', '*', 'iss/*'], remoteIpBlocks: blocks } : {};
  if (choose.chance(20)) return fields(choose, { serviceAccounts: accounts, ipBlocks: blocks });
  return fields(choose, {
    principals: principals(world),
    namespaces: [...world.namespaces, '*', `${world.prefix}*`, '*-0', 'nowhere'],
    ipBlocks: blocks,
    ...http,
  });
}

function principals(world: World): string[] {
  const [first, last] = [world.namespaces[0]!, world.namespaces.at(-1)!];
  return [
    `cluster.local/ns/${first}/sa/reader`,
    `cluster.local/ns/${last}/sa/default`,
    `cluster.local/ns/${first}/*`,
    '*/sa/writer',
    '*',
    'other.domain/ns/x/sa/y',
    `spiffe://cluster.local/ns/${first}/sa/reader`,
  ];
}

function operation(choose: Choices): object {
  const http = {
    hosts: ['api.example.com', '*.example.com'],
    methods: ['GET', 'POST'],
    paths: ['/a', '/b/*', '*/c'],
  };
  const ports = { ports: ['80', '8080', '9080', '65535', '1'] };
  return fields(choose, choose.chance(55) ? ports : choose.chance(50) ? http : { ...ports, ...http });
}

function condition(world: World): object {
  const { choose } = world;
  const pools: Readonly<Record<string, readonly string[]>> = {
    'source.ip': ['10.244.0.0/16', '10.1.2.3'],
    'source.namespace': [world.namespaces[0]!, '*', 'nowhere'],
    'source.principal': principals(world),
    'destination.ip': ['10.96.0.1', '10.96.0.0/16'],
    'destination.port': ['80', '8080'],
    'source.serviceAccount': [`${world.namespaces[0]}/reader`],
    'request.headers[x-team]': ['blue', 'bl*'],
    'request.auth.claims[iss]': ['issuer'],
    'remote.ip': ['10.1.2.3'],
    'connection.sni': ['api.example.com'],
  };
  const key = choose.pick(Object.keys(pools));
  const values = choose.some(pools[key]!, 1, 2);
  const sort = choose.int(10);
  if (sort < 6) return { key, values };
  return sort < 9 ? { key, notValues: values } : { key, values, notValues: choose.some(pools[key]!, 1, 1) };
}
