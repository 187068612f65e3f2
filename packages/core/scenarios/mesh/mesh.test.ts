import { describe, expect, it } from 'vitest';
import type { Bundle, KubeObject } from '../bundle.ts';
import { demoBundle } from '../demo/story.ts';
import { smallShop } from '../healthy.ts';
import { mesh } from './mesh.ts';

const NOW = '2026-11-20T10:00:00Z';
const bundles: Record<string, () => Bundle> = {
  small: () => smallShop({ traffic: true }).bundle(),
  demo: () => demoBundle('rest', NOW),
};

function ofKind(bundle: Bundle, kind: string): KubeObject[] {
  return bundle.objects.filter((object) => object.kind === kind);
}

interface Dump {
  services: {
    name: string;
    namespace: string;
    endpoints: Record<string, { port: Record<string, number> }>;
    waypoint?: { destination: string };
  }[];
  workloads: { uid: string; workloadIps: string[]; networkMode: string }[];
  workloadState: Record<string, { connections: { outbound: { actualDst: string }[] } }>;
}

function dumps(bundle: Bundle): Dump[] {
  return bundle.readings.filter((one) => one.source === 'ztunnel-config').map((one) => one.body as Dump);
}

describe.each(Object.entries(bundles))('the %s mesh', (_name, make) => {
  it('is the same on every run and survives JSON', () => {
    expect(make()).toEqual(make());
    expect(JSON.parse(JSON.stringify(make()))).toEqual(make());
  });

  it('has unique uids and addresses', () => {
    const { objects } = make();
    const uids = objects.map((object) => object.metadata.uid);
    expect(new Set(uids).size).toBe(uids.length);
    const pods = ofKind(make(), 'Pod')
      .map((pod) => (pod['status'] as { podIP?: string }).podIP)
      .filter((ip) => ip !== undefined);
    expect(new Set(pods).size).toBe(pods.length);
    const services = ofKind(make(), 'Service')
      .map((one) => (one['spec'] as { clusterIP: string }).clusterIP)
      .filter((ip) => ip !== 'None');
    expect(new Set(services).size).toBe(services.length);
  });

  it('shows ztunnel the endpoints that EndpointSlices show', () => {
    const bundle = make();
    for (const slice of ofKind(bundle, 'EndpointSlice')) {
      const endpoints = (slice['endpoints'] ?? []) as {
        conditions: { ready: boolean };
        targetRef?: { name: string; namespace: string };
      }[];
      const ready = endpoints
        .filter((one) => one.conditions.ready && one.targetRef !== undefined)
        .map((one) => `Kubernetes//Pod/${one.targetRef?.namespace}/${one.targetRef?.name}`);
      const name = slice.metadata.labels?.['kubernetes.io/service-name'];
      for (const dump of dumps(bundle)) {
        const service = dump.services.find((one) => one.name === name && one.namespace === slice.metadata.namespace);
        const pods = Object.keys(service?.endpoints ?? {}).filter((uid) => uid.includes('//Pod/'));
        expect(pods.toSorted()).toEqual(ready.toSorted());
      }
    }
  });

  it('writes the condition of a bound Service exactly where ztunnel has its waypoint', () => {
    const bundle = make();
    const [dump] = dumps(bundle);
    for (const service of ofKind(bundle, 'Service')) {
      const { conditions = [] } = service['status'] as { conditions?: { type: string; status: string }[] };
      const bound = conditions.some((one) => one.type === 'istio.io/WaypointBound' && one.status === 'True');
      const known = dump?.services.find(
        (one) => one.name === service.metadata.name && one.namespace === service.metadata.namespace,
      );
      expect(known?.waypoint !== undefined, service.metadata.name).toBe(bound);
    }
  });

  it('splits the proxies among the istiods', () => {
    const bodies = make()
      .readings.filter((one) => one.source === 'istiod-syncz')
      .map((one) => one.body as { proxy: string }[]);
    const proxies = bodies.flat().map((one) => one.proxy);
    expect(bodies).toHaveLength(2);
    expect(new Set(proxies).size).toBe(proxies.length);
    expect(proxies.filter((proxy) => proxy.startsWith('ztunnel-'))).toHaveLength(ofKind(make(), 'Node').length);
  });
});

describe('waypoint binding (W8, W9)', () => {
  const shop = () =>
    mesh().namespace('shop', { ambient: true, waypoint: 'waypoint' }).namespace('team', { ambient: true });
  const condition = (bundle: Bundle, name: string) => {
    const service = ofKind(bundle, 'Service').find((one) => one.metadata.name === name);
    const status = service?.['status'] as { conditions?: { reason: string }[] } | undefined;
    return status?.conditions?.[0]?.reason;
  };

  it('takes the label of the Service before the label of the namespace, without falling back', () => {
    const bundle = shop()
      .waypoint('shop/waypoint')
      .app('shop/a')
      .app('shop/b', { waypoint: 'none' })
      .app('shop/c', { waypoint: 'ghost' })
      .bundle();
    expect([condition(bundle, 'a'), condition(bundle, 'b'), condition(bundle, 'c')]).toEqual([
      'WaypointAccepted',
      undefined,
      'WaypointIsNotReady',
    ]);
  });

  it('refuses foreign namespaces, other traffic types and waypoints that never were ready', () => {
    const foreign = shop().waypoint('shop/waypoint').app('team/a', { waypoint: 'shop/waypoint' }).bundle();
    const type = shop().waypoint('shop/waypoint', { for: 'workload' }).app('shop/a').bundle();
    const never = shop().waypoint('shop/waypoint', { state: 'never-ready' }).app('shop/a').bundle();
    expect(condition(foreign, 'a')).toBe('AttachmentDenied');
    expect(condition(type, 'a')).toBe('UnsupportedTrafficType');
    expect(condition(never, 'a')).toBe('WaypointIsNotReady');
  });

  it('keeps the binding of a waypoint that lost its pods', () => {
    const bundle = shop().waypoint('shop/waypoint').app('shop/a').scale('shop/waypoint', 0).bundle();
    expect(condition(bundle, 'a')).toBe('WaypointAccepted');
  });
});
