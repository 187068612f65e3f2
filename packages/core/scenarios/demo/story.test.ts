import { describe, expect, it } from 'vitest';
import { demoAtRest } from './rest.ts';
import { DEMO_STORY, demoBundle } from './story.ts';

const NOW = '2026-11-20T10:00:00Z';

describe('the demo', () => {
  it('has the size it claims', () => {
    const { spec } = demoAtRest(NOW);
    const own = spec.namespaces.filter((one) => !['default', 'kube-system', 'istio-system'].includes(one.name));
    const services = spec.services.filter(
      (one) => own.some((namespace) => namespace.name === one.namespace) && one.gateway === undefined,
    );
    const links =
      spec.workloads.flatMap((one) => one.calls).length +
      spec.routes.filter((one) => one.parent.kind === 'Gateway').length;
    expect(own).toHaveLength(8);
    expect(spec.nodes).toHaveLength(4);
    expect(services.length).toBeGreaterThanOrEqual(36);
    expect(services.length).toBeLessThanOrEqual(42);
    expect(links).toBeGreaterThanOrEqual(55);
  });

  it('declares calls only to what there is', () => {
    const { spec } = demoAtRest(NOW);
    const known = new Set([
      ...spec.services.flatMap((one) => one.ports.map((port) => `${one.namespace}/${one.name}:${port.port}`)),
      ...spec.serviceEntries.flatMap((one) => one.hosts.map((host) => `${host}:443`)),
    ]);
    const calls = spec.workloads.flatMap((one) => one.calls.map((call) => `${call.target}:${call.port}`));
    expect(calls.filter((call) => !known.has(call))).toEqual([]);
  });

  it('changes something in every chapter but the first and the last', () => {
    const rest = JSON.stringify(demoBundle('rest', NOW));
    for (const { id } of DEMO_STORY) {
      const same = JSON.stringify(demoBundle(id, NOW)) === rest;
      expect(same, id).toBe(id === 'rest' || id === 'healed');
    }
  });

  it('lets the times of a fault stand still while its chapter plays', () => {
    const pods = (at: string, secondsIn: number) =>
      demoBundle('ztunnel', at, secondsIn).objects.filter((object) => object.kind === 'Pod');
    expect(pods('2026-11-20T10:00:20Z', 20)).toEqual(pods(NOW, 0));
  });
});
