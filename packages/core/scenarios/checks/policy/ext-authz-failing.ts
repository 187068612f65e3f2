import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, onService, SERVER, toOperation } from '../pair.ts';

const PROVIDERS = [
  'extensionProviders:',
  '- name: login',
  '  envoyExtAuthzHttp:',
  '    service: login.auth.svc.cluster.local',
  '    port: 80',
].join('\n');

/** MeshConfig with one provider, whose Service is `auth/login`. */
function withLogin(inside: Mesh, replicas = 1): Mesh {
  return inside
    .namespace('auth')
    .app('auth/login', { replicas, nodes: ['node-3'] })
    .edit('ConfigMap', (object: KubeObject) => {
      const data = object['data'] as Record<string, string>;
      if (object.metadata.name === 'istio') data['mesh'] = `${data['mesh']}\n${PROVIDERS}`;
    });
}

const asks = (provider: string, ...rules: unknown[]): Record<string, unknown> => ({
  ...onService(rules, 'CUSTOM'),
  provider: { name: provider },
});

export const extAuthzFailing: readonly Scenario[] = [
  ...firesAndNear(
    'ext-authz-failing',
    {
      title: 'Every request is asked about, and the service that decides has no pods',
      mesh: () => withLogin(guarded(), 0).authorizationPolicy('shop/login', asks('login', {})),
      asks: [expectBlocked(CLIENT, SERVER, 'waypoint', 'ext-authz-failing', { blame: 'application' })],
    },
    {
      title: 'The service that decides is up',
      mesh: () => withLogin(guarded()).authorizationPolicy('shop/login', asks('login', {})),
    },
  ),
  {
    id: 'ext-authz-undefined',
    title: 'The policy names a provider that nobody defined',
    bundle: () => withLogin(guarded()).authorizationPolicy('shop/login', asks('logon', {})).bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'waypoint', 'ext-authz-failing', { blame: 'configuration' })],
    fires: ['ext-authz-failing'],
  },
  {
    id: 'ext-authz-other-path',
    title: 'The service that decides has no pods, and is asked about another path only',
    bundle: () =>
      withLogin(guarded(), 0)
        .authorizationPolicy('shop/login', asks('login', toOperation({ paths: ['/admin/*'] })))
        .bundle(),
    asks: [
      { from: CLIENT, to: SERVER, http: { path: '/cart' }, expect: { verdict: ['delivered'], hop: null } },
      { from: CLIENT, to: SERVER, http: { path: '/admin/x' }, expect: { verdict: ['degraded', 'blocked', 'unknown'] } },
    ],
    fires: ['ext-authz-failing'],
  },
];
