import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { withCni } from '../../scenarios/checks/dns-words.ts';
import { connected, remoteGateway, VM, withMachine } from '../../scenarios/checks/networks.ts';
import { CLIENT, guarded, OUTSIDER, pair, SERVER, WAYPOINT, withOutsider } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import { indexMesh } from '../mesh/mesh.ts';
import type { Walk, WalkTrace } from './facts.ts';
import { tracePath } from './walk.ts';

const walk = (mesh: Mesh, from: string, to: string): Walk =>
  tracePath(indexMesh(stateOf(mesh.bundle())), questionOf(`${from} -> ${to}`));
const traces = (mesh: Mesh, from: string, to: string): WalkTrace[] => walk(mesh, from, to).traces;
const first = (mesh: Mesh, from: string, to: string): WalkTrace => traces(mesh, from, to)[0]!;
const waypointOf = (trace: WalkTrace): string => trace.waypoint?.gateway.name ?? 'none';
const lastLeg = (trace: WalkTrace): string => {
  const leg = trace.legs.at(-1);
  return leg ? `${leg.protocol} ${leg.to.ip}:${leg.port}` : 'none';
};
const kindsOf = (trace: WalkTrace): string[] => trace.hops.map(({ kind }) => kind);

const partner = { hosts: ['partner.example'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] };
const PARTNER = 'host:partner.example:80';

describe('ServiceEntries', () => {
  it.each([
    ['STATIC', { resolution: 'STATIC' as const, endpoints: ['192.0.2.1'] }, 'TCP 192.0.2.1:80'],
    ['DNS', {}, 'TCP partner.example:80'],
    ['NONE, by its address', { resolution: 'NONE' as const, addresses: ['192.0.2.9'] }, 'TCP partner.example:80'],
  ])('D4, P5, D6: resolution %s is called in plain text', (_title, options, expected) => {
    const mesh = pair().serviceEntry('web/partner', { ...partner, ...options });
    const trace = first(mesh, CLIENT, PARTNER);
    expect(lastLeg(trace)).toBe(expected);
    expect(kindsOf(trace).at(-1)).toBe('external');
  });

  it('X2: with a waypoint the call goes there first', () => {
    const mesh = pair()
      .waypoint(WAYPOINT)
      .serviceEntry('shop/partner', { ...partner, waypoint: 'waypoint' });
    const trace = first(mesh, CLIENT, PARTNER);
    expect(waypointOf(trace)).toBe('waypoint');
    expect(trace.legs.map((leg) => leg.protocol)).toEqual(['HBONE', 'TCP']);
  });

  it('D3: where ztunnel answers no names, the allocated address is never dialled, and the waypoint is passed by', () => {
    const mesh = pair()
      .waypoint(WAYPOINT)
      .serviceEntry('shop/partner', { ...partner, waypoint: 'waypoint' });
    const trace = first(withCni(mesh, 'AMBIENT_DNS_CAPTURE', 'false'), CLIENT, PARTNER);
    expect(waypointOf(trace)).toBe('none');
    expect(trace.naming?.bypassed?.because).toBe('dns-not-captured');
  });

  it('D4: a STATIC entry without anybody has nowhere to go', () => {
    const trace = first(pair().serviceEntry('web/partner', { ...partner, resolution: 'STATIC' }), CLIENT, PARTNER);
    expect(trace.choice?.endpoints).toEqual([]);
    expect(trace.legs).toEqual([]);
  });
});

describe('names', () => {
  it('D7: an alias is followed to the Service behind it, and to its waypoint', () => {
    const alias = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'web', name: 'alias' },
      spec: { type: 'ExternalName', externalName: 'server.shop.svc.cluster.local' },
    };
    for (const to of ['web/alias:80', 'host:alias:80']) {
      const trace = first(guarded().object(alias), CLIENT, to);
      expect([trace.service?.name, waypointOf(trace), trace.naming?.aliases[0]?.name]).toEqual([
        'server',
        'waypoint',
        'alias',
      ]);
    }
  });

  it.each([
    [CLIENT, SERVER, 'ztunnel'],
    [CLIENT, 'host:nobody.example:80', 'cluster'],
    [OUTSIDER, SERVER, 'cluster'],
  ])('D1: the name that %s asks for in %s is answered by %s', (from, to, expected) => {
    expect(first(withOutsider(), from, to).naming?.answeredBy).toBe(expected);
  });

  it('S1: a name that means nothing in the cluster is refused', () => {
    expect(walk(pair(), CLIENT, 'host:nobody.shop:80').traces).toHaveLength(1);
    expect(walk(pair(), CLIENT, 'host:nobody:80').refusal?.code).toBe('to-unknown');
  });
});

describe('headless Services', () => {
  it('W14: their own waypoint is passed by, that of their pods is not; the port is the one dialled', () => {
    const headless = { service: { headless: true } };
    const past = first(guarded({}, headless), CLIENT, SERVER);
    expect([waypointOf(past), past.skipped, past.endpoint?.port]).toEqual(['none', 'headless', 80]);
    const labels = { 'istio.io/use-waypoint': 'waypoint' };
    expect(waypointOf(first(guarded({ for: 'all' }, { ...headless, labels }), CLIENT, SERVER))).toBe('waypoint');
  });
});

describe('addresses past the mesh', () => {
  const exposed = (inside: Mesh): Mesh =>
    inside.edit('Service', (object) => {
      if (object.metadata.name === 'server') Object.assign(object['spec'] as object, { externalIPs: ['203.0.113.7'] });
    });

  it('S1, W14: an external address leads to the pods in plain text, without an identity', () => {
    const trace = first(exposed(guarded()), CLIENT, 'ip:203.0.113.7:80');
    expect([waypointOf(trace), trace.legs[0]?.protocol, trace.admitted?.seen.identity]).toEqual(['none', 'TCP', '']);
    expect(trace.destination?.workload.name).toBe('server');
  });
});

describe('machines and other networks', () => {
  it('S6: a machine without a tunnel is called in plain text, by its Service or its address', () => {
    const mesh = withMachine(pair(), '');
    expect(lastLeg(first(mesh, CLIENT, VM))).toBe('TCP 192.0.2.30:8080');
    expect(lastLeg(first(mesh, CLIENT, 'ip:192.0.2.30:9000'))).toBe('TCP 192.0.2.30:9000');
  });

  it('P8, MC4: into another network through its gateway, and only for a service (MC5)', () => {
    const mesh = withMachine(connected(), 'west').object(remoteGateway('west'));
    const trace = first(mesh, CLIENT, VM);
    expect(lastLeg(trace)).toBe('HBONE 198.51.100.40:15008');
    expect(kindsOf(trace).slice(-2)).toEqual(['east-west-gateway', 'external']);
    expect(first(mesh, CLIENT, 'ip:192.0.2.30:8080').eastWest?.serviceAddressed).toBe(false);
    expect(first(withMachine(connected(), 'west'), CLIENT, VM).eastWest?.gateway).toBeNull();
  });

  it('MC4, L4: a shared Service has a share of its calls in the other network', () => {
    const mesh = connected().object(remoteGateway('west')).remote('shop/server', 'west');
    const shares = traces(mesh, CLIENT, SERVER).map((trace) => `${trace.eastWest?.network ?? 'here'} ${trace.share}`);
    expect(shares.sort()).toEqual(['here 0.5', 'west 0.5']);
  });
});

describe('canary waypoints', () => {
  it('W12: a share of the connections goes through the second waypoint', () => {
    const mesh = guarded()
      .waypoint('shop/next')
      .edit('Service', (object) => {
        if (object.metadata.name !== 'server') return;
        const labels = { ...object.metadata.labels, 'istio.io/use-waypoint-canary': 'next' };
        Object.assign(object.metadata, { labels, annotations: { 'istio.io/use-waypoint-canary-weight': '10' } });
      });
    const shares = new Map<string, number>();
    for (const trace of traces(mesh, CLIENT, SERVER))
      shares.set(waypointOf(trace), (shares.get(waypointOf(trace)) ?? 0) + trace.share);
    expect([...shares].map(([name, share]) => `${name} ${share.toFixed(2)}`)).toEqual(['waypoint 0.90', 'next 0.10']);
  });
});

describe('waypoints without an address', () => {
  it('W3.none: what publishes no address that could be used is passed by', () => {
    const mesh = guarded().edit('Gateway', (object) =>
      Object.assign(object['status'] as object, { addresses: [{ type: 'example.com/other', value: 'x' }] }),
    );
    const trace = first(mesh, CLIENT, SERVER);
    expect([waypointOf(trace), trace.skipped]).toEqual(['none', 'no-address']);
    expect(trace.hops.find(({ kind }) => kind === 'resolution')?.inferred).toEqual(['W3.none']);
  });
});

describe('nodes as callers', () => {
  it('N3: to a pod of its own the node passes ztunnel by; to others it is plain traffic', () => {
    const own = first(pair(), 'node:node-2', SERVER);
    expect(own.receivedBy).toBeNull();
    const other = first(pair(), 'node:node-1', SERVER);
    expect(other.admitted?.seen.identity).toBe('');
  });
});

describe('callers outside', () => {
  it('a Service that nothing exposes is not known to be reached; one with an external address is', () => {
    expect(walk(pair(), 'outside', SERVER).refusal?.code).toBe('not-readable');
    const open = pair().edit('Service', (object) => {
      if (object.metadata.name === 'server') Object.assign(object['spec'] as object, { type: 'LoadBalancer' });
    });
    expect(first(open, 'outside', SERVER).caller.kind).toBe('outside');
  });
});
