import { describe, expect, it } from 'vitest';
import { readComponentAnswer } from './component-metrics.ts';
import { METRICS } from './metric-names.ts';
import { componentSelections, processSelections } from './metric-selections.ts';
import { readTrafficAnswer, TRAFFIC_LABELS } from './traffic.ts';

const all = [...componentSelections(), ...processSelections()];
const answered = { pod: '', at: null };

describe('what Prometheus is asked for of components', () => {
  it('is every metric that is read, once, but the buckets that no check asks for', () => {
    const names = all.flatMap((selection) => selection.names);
    expect(new Set(names).size).toBe(names.length);
    const left = [...METRICS.keys()].filter((name) => !names.includes(name));
    expect(left).toEqual(['up', 'istio_request_duration_milliseconds_bucket']);
  });

  it('has every label that matters for one of its metrics', () => {
    for (const { names, labels } of all)
      for (const name of names)
        for (const label of METRICS.get(name)?.labels ?? []) expect(labels, name).toContain(label);
  });

  it('takes as many queries as there are ways of merging, and one for requests, however many metrics there are', () => {
    expect(componentSelections()).toHaveLength(4);
    expect(processSelections()).toHaveLength(2);
  });

  it('does not multiply the series of requests by the labels of others', () => {
    const requests = all.filter(({ names }) => names.some((name) => name.startsWith('istio_request_')));
    expect(requests.map(({ labels }) => labels.length)).toEqual([4]);
  });

  it.each(['istiod_connection_failures', 'istio_agent_istiod_connection_failures_total', 'citadel_server_csr_count'])(
    'knows the spelling %s, and the reader does too',
    (name) => {
      expect(all.some(({ names }) => names.includes(name))).toBe(true);
      const body = [{ metric: { __name__: name, namespace: 'a', pod: 'b' }, value: [1, '3'] }];
      expect(readComponentAnswer(body, '{__name__=~"a|b"}', answered)?.samples).toHaveLength(1);
    },
  );
});

describe('the labels of traffic', () => {
  it('are all that a reading tells', () => {
    const metric = Object.fromEntries(TRAFFIC_LABELS.map((label) => [label, label]));
    const read = readTrafficAnswer([{ metric, value: [1, '2'] }], 'rate(istio_requests_total[5m])', answered);
    const told = JSON.stringify(read);
    for (const label of TRAFFIC_LABELS) expect(told).toContain(`"${label}"`);
  });
});
