import { normalizeReading, TRAFFIC_LABELS, TRAFFIC_METRICS } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { componentQueries, refreshQueries, trafficQueries } from './queries.ts';

const plain = { matchers: [], windowSeconds: 300 };
const held = { matchers: [{ label: 'cluster', operator: '=', value: 'ea"st' }], windowSeconds: 60 } as const;

describe('the queries of a refresh', () => {
  it('are one a metric of traffic and seven for components', () => {
    expect(trafficQueries(plain)).toHaveLength(TRAFFIC_METRICS.length);
    expect(componentQueries(plain)).toHaveLength(7);
    expect(refreshQueries(plain)).toHaveLength(15);
  });

  it('name no namespace, and keep of labels what a reading tells', () => {
    const [requests] = trafficQueries(plain);
    expect(requests!.text).toBe(
      `sum by (${TRAFFIC_LABELS.join(', ')}) ((istio_requests_total unless istio_requests_total offset 300s and on (job, instance) up offset 300s) / 300 or rate(istio_requests_total[300s])) > 0`,
    );
  });

  it('carry the matchers in every selector, as text', () => {
    for (const { text } of refreshQueries(held)) {
      const selectors = text.match(/\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) expect(selector).toContain('cluster="ea\\"st"');
    }
  });

  it.each(['plain', 'held'])('are read by core: rates of traffic and what components counted (%s)', (name) => {
    const options = name === 'held' ? held : plain;
    const answer = (query: string, metric: object) =>
      normalizeReading({ source: 'prometheus', query, body: [{ metric, value: [1, '3'] }] });
    for (const { text } of trafficQueries(options))
      expect(answer(text, { reporter: 'source' }).value).toMatchObject({ unit: 'per-second', series: [{ value: 3 }] });
    const metrics = ['pilot_xds', 'envoy_cluster_membership_healthy', 'ztunnel_connected', 'process_open_fds'];
    for (const { text, about } of componentQueries(options)) {
      const metric =
        about === 'targets' ? {} : { __name__: metrics.find((one) => text.includes(one)) ?? 'istiod_uptime_seconds' };
      const read = answer(text, { ...metric, namespace: 'istio-system', pod: 'x' });
      expect(read.metrics?.samples, about).toHaveLength(1);
      expect(read.metrics?.unit).toBe('total');
    }
  });
});
