import { expect, test } from 'vitest';
import type { ComponentMetrics } from '../../state/component-metrics.ts';
import { metricsIndex } from './metrics-index.ts';

const metrics = (pod: string, ...samples: ComponentMetrics['samples']): ComponentMetrics => ({
  source: pod === '' ? 'prometheus' : 'cni-metrics',
  pod,
  at: null,
  unit: 'total',
  samples,
  omitted: 0,
});
const connected = (pod: string, value: number) => ({
  name: 'ztunnel_connected',
  labels: { namespace: 'istio-system', pod },
  value,
});

test('what Prometheus knows of a pod stands in for a page of its own, and not beside one', () => {
  const own = metrics('istio-system/a', { name: 'ztunnel_connected', labels: {}, value: 1 });
  const told = metrics('', connected('a', 0), connected('b', 0), { name: 'pilot_services', labels: {}, value: 3 });
  const rates = { ...metrics('', connected('c', 0)), unit: 'per-second' as const };
  const index = metricsIndex([told, own, rates]);
  expect([...index.keys()].sort()).toEqual(['istio-system/a', 'istio-system/b']);
  expect(index.get('istio-system/a')).toBe(own);
  expect(index.get('istio-system/b')).toMatchObject({ source: 'prometheus', samples: [{ value: 0 }] });
});
