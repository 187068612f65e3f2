import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { PortSpec } from '../mesh/spec.ts';

const POSTGRES: PortSpec[] = [{ port: 5432, name: 'tcp-postgres', appProtocol: 'tcp' }];
const REDIS: PortSpec[] = [{ port: 6379, name: 'tcp-redis', appProtocol: 'tcp' }];
const GRPC: PortSpec[] = [{ port: 9090, target: 9090, name: 'grpc', appProtocol: 'grpc' }];
const NODES = ['node-1@zone-a', 'node-2@zone-b', 'node-3@zone-c', 'node-4@zone-a'];

/** The demo's mesh with nothing wrong in it: a shop, about 40 services in 8 namespaces on 4 nodes. */
export function demoAtRest(takenAt: string): Mesh {
  const demo = mesh({ takenAt, cluster: 'demo', nodes: NODES, traffic: true });
  declareNamespaces(demo);
  declareWeb(demo);
  declareShop(demo);
  declarePayments(demo);
  declareData(demo);
  declarePlatform(demo);
  declareEdges(demo);
  declareRules(demo);
  return demo.unread('Gateway', 'partner', GATEWAYS_FORBIDDEN);
}

const GATEWAYS_FORBIDDEN =
  'gateways.gateway.networking.k8s.io is forbidden: User "system:serviceaccount:hopscope:hopscope" cannot list resource ' +
  '"gateways" in API group "gateway.networking.k8s.io" in the namespace "partner"';

function declareNamespaces(demo: Mesh): void {
  demo
    .namespace('edge')
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true, waypoint: 'waypoint' })
    .namespace('payments', { ambient: true })
    .namespace('data', { ambient: true })
    .namespace('platform', { ambient: true, waypoint: 'shared' })
    .namespace('partner', { ambient: true, waypoint: 'waypoint' })
    .namespace('legacy')
    .waypoint('shop/waypoint')
    .waypoint('payments/ledger-waypoint')
    .waypoint('platform/shared', { allowed: 'All' })
    .waypoint('partner/waypoint');
}

function declareWeb(demo: Mesh): void {
  demo
    .app('web/frontend', {
      replicas: 3,
      calls: [
        'shop/cart:80',
        'shop/catalog:80',
        'shop/reviews:80',
        'shop/recommendations:9090',
        'web/search:80',
        'web/account:80',
        'platform/flags:9090',
      ],
    })
    .app('web/checkout', {
      replicas: 2,
      calls: [
        'shop/cart:80',
        'shop/pricing:80',
        'payments/api:80',
        'payments/ledger:80',
        'partner/shipping:80',
        'platform/auth:9090',
      ],
    })
    .app('web/account', {
      replicas: 2,
      calls: ['payments/ledger:80', 'platform/auth:9090', 'data/users-db:5432', 'data/sessions:6379'],
    })
    .app('web/search', { replicas: 2, calls: ['shop/catalog:80', 'shop/reviews:80', 'data/search-index:9200'] })
    .app('web/media', { replicas: 2, calls: ['shop/images:80', 'platform/flags:9090'] });
}

function declareShop(demo: Mesh): void {
  demo
    .app('shop/cart', {
      replicas: 2,
      nodes: ['node-1', 'node-2'],
      calls: ['shop/catalog:80', 'shop/pricing:80', 'data/orders-db:5432', 'data/redis:6379'],
    })
    .app('shop/catalog', {
      replicas: 3,
      calls: ['data/orders-db:5432', 'data/redis:6379', 'shop/inventory:80'],
      service: { labels: { 'istio.io/ingress-use-waypoint': 'true' } },
    })
    .app('shop/reviews', { replicas: 2, calls: ['data/redis:6379', 'data/reviews-db:5432', 'shop/images:80'] })
    .app('shop/pricing', { replicas: 2, calls: ['shop/promotions:80', 'data/redis:6379', 'partner/tax:80'] })
    .app('shop/inventory', { replicas: 2, calls: ['data/orders-db:5432', 'legacy/erp:8080'] })
    .app('shop/recommendations', { replicas: 2, ports: GRPC, calls: ['data/redis:6379', 'data/search-index:9200'] })
    .app('shop/promotions', { replicas: 2, calls: ['platform/flags:9090'] })
    .app('shop/images', { replicas: 2, calls: ['platform/files:80'] });
}

function declarePayments(demo: Mesh): void {
  demo
    .app('payments/api', {
      replicas: 2,
      calls: ['payments/ledger:80', 'payments/fraud:9090', 'payments/tokens:80', 'api.cardnet.example:443'],
    })
    .app('payments/ledger', {
      replicas: 2,
      waypoint: 'ledger-waypoint',
      calls: ['data/orders-db:5432', 'data/ledger-db:5432'],
    })
    .app('payments/fraud', { replicas: 1, ports: GRPC, calls: ['data/redis:6379', 'legacy/erp:8080'] })
    .app('payments/tokens', { replicas: 2, calls: ['data/ledger-db:5432'] })
    .app('payments/invoices', {
      replicas: 2,
      waypoint: 'platform/shared',
      annotateCalls: true,
      calls: ['payments/ledger:80', 'partner/tax:80', 'platform/mailer:80'],
    })
    .app('payments/refunds', {
      replicas: 1,
      waypoint: 'platform/shared',
      calls: ['payments/ledger:80', 'payments/invoices:80'],
    });
}

function declareData(demo: Mesh): void {
  demo
    .app('data/orders-db', { kind: 'StatefulSet', ports: POSTGRES, nodes: ['node-3'] })
    .app('data/users-db', { kind: 'StatefulSet', ports: POSTGRES, nodes: ['node-2'] })
    .app('data/reviews-db', { kind: 'StatefulSet', ports: POSTGRES, nodes: ['node-1'] })
    .app('data/ledger-db', { kind: 'StatefulSet', ports: POSTGRES, nodes: ['node-4'] })
    .app('data/redis', { kind: 'StatefulSet', replicas: 3, ports: REDIS })
    .app('data/sessions', { kind: 'StatefulSet', replicas: 2, ports: REDIS })
    .app('data/search-index', {
      kind: 'StatefulSet',
      replicas: 2,
      ports: [{ port: 9200, name: 'http', appProtocol: 'http' }],
    });
}

function declarePlatform(demo: Mesh): void {
  demo
    .app('platform/auth', {
      replicas: 2,
      ports: GRPC,
      calls: ['data/users-db:5432', 'data/sessions:6379', 'platform/audit:80'],
    })
    .app('platform/flags', { replicas: 2, ports: GRPC, calls: ['data/redis:6379'] })
    .app('platform/audit', { replicas: 1, calls: ['platform/files:80'] })
    .app('platform/mailer', { replicas: 1, calls: ['platform/audit:80'] })
    .app('platform/files', { replicas: 2 })
    .serviceEntry('platform/cardnet', { hosts: ['api.cardnet.example'] });
}

function declareEdges(demo: Mesh): void {
  demo
    .app('partner/shipping', { replicas: 2 })
    .app('partner/tax', { replicas: 1 })
    .app('legacy/erp', { replicas: 1, ports: [{ port: 8080, name: 'http', appProtocol: 'http' }] })
    .app('legacy/bridge', { replicas: 1, sidecar: true, calls: ['data/redis:6379', 'legacy/reports:80'] })
    .app('legacy/reports', { replicas: 1 })
    .gateway('edge/public', {
      routes: [
        { host: 'shop.example', to: 'web/frontend:80' },
        { host: 'shop.example', path: '/checkout', to: 'web/checkout:80' },
        { host: 'media.example', to: 'web/media:80' },
        { host: 'api.shop.example', to: 'shop/catalog:80' },
      ],
    });
}

function declareRules(demo: Mesh): void {
  demo
    .meshRoute('shop/catalog', [{ path: '/', to: [{ namespace: 'shop', name: 'catalog', port: 80, weight: 1 }] }])
    .peerAuthentication('payments/default', 'STRICT')
    .authorizationPolicy('payments/ledger-callers', {
      targetRefs: [{ group: '', kind: 'Service', name: 'ledger' }],
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals: LEDGER_CALLERS } }] }],
    })
    .authorizationPolicy(
      'payments/ledger-only-api',
      ledgerPolicy([...LEDGER_CALLERS, 'cluster.local/ns/payments/sa/ledger-waypoint']),
    )
    .networkPolicy('data/orders-db', ordersPolicy([5432, 15008]));
}

const principal = (namespace: string, name: string) => `cluster.local/ns/${namespace}/sa/${name}`;

export const LEDGER_CALLERS = [
  principal('payments', 'api'),
  principal('payments', 'invoices'),
  principal('payments', 'refunds'),
  principal('web', 'checkout'),
  principal('web', 'account'),
];

/** What the ledger's pods admit. */
export function ledgerPolicy(principals: readonly string[]): Record<string, unknown> {
  return {
    selector: { matchLabels: { app: 'ledger' } },
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals } }] }],
  };
}

/** Who may reach the orders database, by port; the kubelet's probes come from the address istio-cni gives them (N3). */
export function ordersPolicy(ports: readonly number[]): Record<string, unknown> {
  const from = ['shop', 'payments'].map((name) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  }));
  return {
    podSelector: { matchLabels: { app: 'orders-db' } },
    policyTypes: ['Ingress'],
    ingress: [
      { from, ports: ports.map((port) => ({ protocol: 'TCP', port })) },
      { from: [{ ipBlock: { cidr: '169.254.7.127/32' } }] },
    ],
  };
}
