import { expect, test } from 'vitest';
import { readMarker, readWebhook } from './markers.ts';

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
