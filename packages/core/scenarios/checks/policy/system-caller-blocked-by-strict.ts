import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const webhook: KubeObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'orders' },
  webhooks: [
    {
      name: 'orders.shop.example',
      failurePolicy: 'Fail',
      clientConfig: { caBundle: 'Q0E=', service: { namespace: 'shop', name: 'server', path: '/check', port: 80 } },
    },
  ],
};

const api: KubeObject = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.orders.example' },
  spec: { group: 'orders.example', version: 'v1', service: { namespace: 'shop', name: 'server', port: 80 } },
  status: { conditions: [{ type: 'Available', status: 'True', reason: 'Passed' }] },
};

const strict = (inside: Mesh, more: Record<string, unknown> = {}): Mesh =>
  inside.peerAuthentication('shop/default', 'STRICT', { selector: { matchLabels: { app: 'server' } }, ...more });

export const systemCallerBlockedByStrict: readonly Scenario[] = firesAndNear(
  'system-caller-blocked-by-strict',
  {
    title: 'The API server asks a webhook that accepts only encrypted calls',
    mesh: () => strict(pair().object(webhook).object(api)),
    asks: [
      expectBlocked('apiserver', SERVER, 'destination-ztunnel', 'strict-mtls-rejects-plaintext', {
        blame: 'configuration',
        notBlame: ['application', 'istio', 'kubernetes'],
      }),
      expectDelivered(CLIENT, SERVER),
    ],
  },
  {
    title: 'The port of the webhook is excepted',
    mesh: () => strict(pair().object(webhook).object(api), { portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }),
    asks: [expectDelivered('apiserver', SERVER), expectDelivered(CLIENT, SERVER)],
  },
);
