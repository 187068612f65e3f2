import { expect, test } from 'vitest';
import { readApiService, readMarker, readWebhook } from './markers.ts';

const metadata = { name: 'm', namespace: 'n' };

test('what is worth knowing of each kind', () => {
  expect(
    readMarker({ kind: 'PodDisruptionBudget', metadata, spec: { selector: { matchLabels: { a: 'b' } } } }, true)
      .selector?.matchLabels,
  ).toEqual({ a: 'b' });
  expect(
    readMarker(
      { kind: 'HorizontalPodAutoscaler', metadata, spec: { scaleTargetRef: { kind: 'Deployment', name: 'd' } } },
      true,
    ).target,
  ).toBe('Deployment/d');
  expect(
    readMarker(
      { kind: 'Lease', metadata, spec: { holderIdentity: 'h', renewTime: '2026-01-01T00:00:00.000000Z' } },
      true,
    ),
  ).toMatchObject({
    target: 'h',
    at: '2026-01-01T00:00:00.000000Z',
  });
  expect(readMarker({ kind: 'GlobalNetworkPolicy', metadata }, false)).toMatchObject({
    namespace: '',
    selector: null,
    target: '',
    at: null,
  });
});

test('a webhook without its CA bundle, which is only counted as there or not', () => {
  const { webhooks } = readWebhook({
    kind: 'MutatingWebhookConfiguration',
    metadata,
    webhooks: [
      { name: 'a', clientConfig: { caBundle: 'Q0E=', service: { name: 's', namespace: 'n' } } },
      { name: 'b', failurePolicy: 'Ignore' },
    ],
  });
  expect(webhooks).toEqual([
    { name: 'a', failurePolicy: 'Fail', hasCaBundle: true, service: { namespace: 'n', name: 's', port: 443 } },
    { name: 'b', failurePolicy: 'Ignore', hasCaBundle: false, service: null },
  ]);
});

test('the Service behind an aggregated API, and none where the API server answers itself', () => {
  const conditions = [{ type: 'Available', status: 'False', reason: 'FailedDiscoveryCheck' }];
  const remote = readApiService({
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: { caBundle: 'Q0E=', service: { namespace: 'ops', name: 'metrics' } },
    status: { conditions },
  });
  expect(remote).toMatchObject({ namespace: '', service: { namespace: 'ops', name: 'metrics', port: 443 } });
  expect(remote.conditions[0]).toMatchObject({ type: 'Available', status: 'False' });
  expect(JSON.stringify(remote)).not.toContain('Q0E=');
  expect(readApiService({ metadata, spec: { service: null } }).service).toBeNull();
  expect(readApiService({ metadata }).service).toBeNull();
});

test.each([
  [{ webhook: { clientConfig: { service: { namespace: 'ops', name: 'hook', port: 9443 } } } }, 'ops/hook:9443'],
  [{ webhook: { clientConfig: { service: { namespace: 'ops', name: 'hook' } } } }, 'ops/hook:443'],
  [{ webhook: { clientConfig: { url: 'https://outside.example' } } }, ''],
  [{ strategy: 'None' }, ''],
  ['odd', ''],
])('the conversion webhook of a kind: %j', (conversion, target) => {
  expect(readMarker({ kind: 'CustomResourceDefinition', metadata, spec: { conversion } }, false).target).toBe(target);
});
