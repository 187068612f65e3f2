/** A small report made by hand, for the tests of these panels. The engine's own reports come from core's scenarios. */
import { type CauseGroup, type LinkState, type MeshLink, type MeshNode, type MeshReport, ref } from '@hopscope/core';

const AS_OF = '2026-11-20T14:08:00Z';
const KEY = 'waypoint-no-pods Gateway shop/waypoint';

function node(namespace: string, name: string, part: Partial<MeshNode> = {}): MeshNode {
  const workloads = [ref('Deployment', namespace, name)];
  const usual = { workloads, pods: 2, readyPods: 2, mesh: 'ambient', waypoint: '', nodes: ['node-1'] } as const;
  const id = `service:${namespace}/${name}`;
  return {
    id,
    kind: 'service',
    namespace,
    name,
    ref: ref('Service', namespace, name),
    ...usual,
    workloads,
    nodes: ['node-1'],
    ...part,
  };
}

function link(from: string, to: string): MeshLink {
  const [namespace, name] = to.split('/') as [string, string];
  const [callerNamespace, caller] = from.split('/') as [string, string];
  const query = {
    from: { kind: 'workload' as const, namespace: callerNamespace, name: caller },
    to: { kind: 'service' as const, namespace, name, port: 80 },
    http: null,
  };
  const [fromId, toId] = [`service:${from}`, `service:${to}`];
  return { id: `${fromId} -> ${toId}:80`, from: fromId, to: toId, port: 80, basis: ['configured'], query };
}

function state(part: Partial<LinkState>): LinkState {
  const usual = { verdict: 'delivered', expected: 'delivered', causes: [], sentence: '', waypoint: '' } as const;
  return { ...usual, causes: [], ztunnels: ['node-1'], encrypted: true, ...part };
}

const links = [
  link('web/front', 'shop/cart'),
  link('web/front', 'web/search'),
  link('shop/cart', 'data/redis'),
  link('shop/cart', 'legacy/erp'),
];

const cause: CauseGroup = {
  key: KEY,
  services: ['shop/cart'],
  nodes: ['node-2'],
  check: 'waypoint-no-pods',
  severity: 'broken',
  certainty: 'confirmed',
  blame: 'istio',
  owner: 'team shop',
  sentence: 'Waypoint `shop/waypoint` has no running pods; every call that must pass it fails.',
  detection: {
    check: 'waypoint-no-pods',
    subject: ref('Gateway', 'shop', 'waypoint'),
    severity: 'broken',
    certainty: 'confirmed',
    blame: 'istio',
    sentence: 'Waypoint `shop/waypoint` has no running pods; every call that must pass it fails.',
    evidence: [
      {
        kind: 'field',
        object: ref('Deployment', 'shop', 'waypoint'),
        field: 'spec.replicas',
        observed: '0',
        expected: '1 or more',
        at: '2026-11-20T14:02:00Z',
        tier: 0,
      },
    ],
    objects: [],
    fix: [{ text: 'Scale it up.', command: 'kubectl -n shop scale deployment waypoint --replicas=2', diff: [] }],
    since: '2026-11-20T14:02:00Z',
  },
  links: [links[0]!.id],
  pods: 2,
  namespaces: ['shop'],
  since: '2026-11-20T14:02:00Z',
};

const nothing = { links: 0, pods: 0, services: 0, namespaces: 0 };

export const SAMPLE_MESH: MeshReport = {
  asOf: AS_OF,
  cluster: 'east',
  headline: {
    sentence: '1 of 4 links fails, for 1 reason.',
    stress: '1 reason',
    second: 'The control plane is well; 1 link cannot be judged.',
    tone: 'broken',
  },
  counts: {
    links: 4,
    delivered: 1,
    degraded: 0,
    blocked: 1,
    varies: 0,
    unknown: 2,
    expectedToPass: 1,
    disagreements: 0,
  },
  chain: [
    {
      id: 'waypoint',
      title: 'Waypoints',
      headline: 'waypoints 1 of 3',
      detail: '`shop/waypoint` has no pods',
      state: 'broken',
      cells: [
        { id: 'a', title: 'web/waypoint', state: 'ok', detail: '', causes: [], blast: nothing },
        {
          id: 'b',
          title: 'shop/waypoint',
          state: 'broken',
          detail: 'no pods',
          causes: [KEY],
          blast: { ...nothing, links: 1 },
        },
        { id: 'c', title: 'data/waypoint', state: 'unknown', detail: 'may not be read', causes: [], blast: nothing },
      ],
    },
  ],
  graph: {
    nodes: [
      node('web', 'front'),
      node('web', 'search'),
      node('shop', 'cart', { waypoint: 'shop/waypoint', nodes: ['node-2'] }),
      node('data', 'redis', { readyPods: 1 }),
      node('legacy', 'erp', { mesh: 'none', pods: 1, readyPods: 1 }),
    ],
    links,
  },
  links: {
    [links[0]!.id]: state({
      verdict: 'blocked',
      expected: 'blocked',
      causes: [KEY],
      sentence: 'web/front cannot reach shop/cart:80.',
      waypoint: 'shop/waypoint',
      ztunnels: ['node-1', 'node-2'],
    }),
    [links[1]!.id]: state({}),
    [links[2]!.id]: state({ verdict: 'unknown' }),
    [links[3]!.id]: state({ verdict: 'unknown', expected: 'unknown', encrypted: false, ztunnels: [] }),
  },
  nodes: {
    'service:web/front': { state: 'ok', causes: [] },
    'service:web/search': { state: 'ok', causes: [] },
    'service:shop/cart': { state: 'ok', causes: [] },
    'service:data/redis': { state: 'degraded', causes: [] },
    'service:legacy/erp': { state: 'unknown', causes: [] },
  },
  causes: [cause],
  symptoms: [],
  notEvaluated: [],
  cannotJudge: [
    {
      gap: {
        source: 'Gateway',
        scope: 'legacy',
        why: 'Gateway objects in namespace legacy may not be listed.',
        permission: { verb: 'list', resource: 'gateways', group: 'gateway.networking.k8s.io', namespace: 'legacy' },
        decisive: true,
      },
      links: 1,
    },
  ],
  sources: [],
};
