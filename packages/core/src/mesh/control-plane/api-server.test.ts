import { expect, test } from 'vitest';
import { metadata, smallMesh } from '../small-mesh.ts';
import { apiServerCalls, apiServerCallsTo } from './api-server.ts';

const service = (name: string) => ({ namespace: 'ops', name, port: 443 });
const webhook = (name: string, failurePolicy: string, target: ReturnType<typeof service> | null) => ({
  name,
  failurePolicy,
  hasCaBundle: true,
  service: target,
});

const mesh = smallMesh({
  webhooks: [
    {
      ...metadata('checks'),
      kind: 'ValidatingWebhookConfiguration',
      webhooks: [
        webhook('a', 'Fail', service('checks')),
        webhook('b', 'Ignore', service('hints')),
        webhook('c', 'Fail', null),
      ],
    },
  ],
  apiServices: [
    { ...metadata('v1.'), service: null, conditions: [] },
    { ...metadata('v1beta1.metrics.k8s.io'), service: service('metrics'), conditions: [] },
  ],
  markers: [
    {
      ...metadata('things.example'),
      kind: 'CustomResourceDefinition',
      selector: null,
      target: 'ops/convert:9443',
      at: null,
    },
    { ...metadata('plain.example'), kind: 'CustomResourceDefinition', selector: null, target: '', at: null },
    { ...metadata('a/scaler'), kind: 'HorizontalPodAutoscaler', selector: null, target: 'Deployment/d', at: null },
  ],
});

test('M4: whom the API server calls, what for, and whether it must succeed', () => {
  const told = apiServerCalls(mesh).map(
    (call) => `${call.namespace}/${call.name}:${call.port} ${call.purpose} ${call.isRequired} by ${call.by.name}`,
  );
  expect(told).toEqual([
    'ops/checks:443 admission true by checks',
    'ops/hints:443 admission false by checks',
    'ops/metrics:443 aggregated-api true by v1beta1.metrics.k8s.io',
    'ops/convert:9443 conversion true by things.example',
  ]);
});

test('M4: the calls to one Service', () => {
  expect(apiServerCallsTo(mesh, { namespace: 'ops', name: 'metrics' }).map((call) => call.purpose)).toEqual([
    'aggregated-api',
  ]);
  expect(apiServerCallsTo(mesh, { namespace: 'ops', name: 'other' })).toEqual([]);
});
