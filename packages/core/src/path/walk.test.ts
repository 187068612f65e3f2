import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { behindGateway, CLIENT, guarded, OUTSIDER, pair, SERVER, withOutsider } from '../../scenarios/checks/pair.ts';
import type { Mesh } from '../../scenarios/mesh/mesh.ts';
import { indexMesh } from '../mesh/mesh.ts';
import type { WalkTrace } from './facts.ts';
import { tracePath } from './walk.ts';

/** The first trace of a question. */
function walked(mesh: Mesh, from: string, to: string): WalkTrace {
  const [trace] = tracePath(indexMesh(stateOf(mesh.bundle())), questionOf(`${from} -> ${to}`)).traces;
  return trace!;
}

const kindsOf = (trace: WalkTrace): string => trace.hops.map(({ kind }) => kind).join(' ');
const podOf = (mesh: Mesh, name: string): string =>
  stateOf(mesh.bundle()).pods.find((pod) => pod.workload.name === name)!.name;

const DIRECT = 'client source-ztunnel resolution outbound-link destination-ztunnel destination';
const GUARDED = 'client source-ztunnel resolution outbound-link waypoint upstream-link destination-ztunnel destination';

describe('hops of a caller in the mesh', () => {
  it('P5, P7, P10: without a waypoint straight to an endpoint, over HBONE, into its ztunnel', () => {
    const trace = walked(pair(), CLIENT, SERVER);
    expect(kindsOf(trace)).toBe(DIRECT);
    expect(trace.legs).toMatchObject([{ protocol: 'HBONE', port: 15008 }]);
  });

  it('P5, X1: an address that nobody knows is called in plain text, without a ztunnel there', () => {
    const trace = walked(pair(), CLIENT, 'ip:203.0.113.9:443');
    expect(kindsOf(trace)).toBe('client source-ztunnel resolution outbound-link external');
    expect(trace.legs).toMatchObject([{ protocol: 'TCP', port: 443 }]);
  });

  it("A14, M5, M6: first the waypoint decides, over HBONE and whatever its pods' mTLS mode, then the destination", () => {
    const trace = walked(guarded().peerAuthentication('istio-system/default', 'STRICT'), CLIENT, SERVER);
    expect(kindsOf(trace)).toBe(GUARDED);
    expect(trace.waypoint?.decision).toMatchObject({ allowed: true, by: null });
    expect(trace.legs[0]?.protocol).toBe('HBONE');
    expect(trace.admitted?.admission.mtls.strict).toBe(true);
  });

  it('P4, P20, C6: with a waypoint there first, and from there as the waypoint itself', () => {
    const trace = walked(guarded(), CLIENT, SERVER);
    expect(kindsOf(trace)).toBe(GUARDED);
    expect(trace.legs.map(({ hop, protocol }) => `${hop} ${protocol}`)).toEqual([
      'outbound-link HBONE',
      'upstream-link HBONE',
    ]);
    expect(trace.legs[1]?.from.pod?.labels['gateway.networking.k8s.io/gateway-name']).toBe('waypoint');
    expect(trace.admitted?.seen.identity).toBe('cluster.local/ns/shop/sa/waypoint');
  });

  it("P6: a pod's address takes the pod's own waypoint, and passes by the one of its Service", () => {
    const service = guarded();
    expect(kindsOf(walked(service, CLIENT, `pod:shop/${podOf(service, 'server')}:8080`))).toBe(DIRECT);
    const both = pair({ labels: { 'istio.io/use-waypoint': 'waypoint' } }).waypoint('shop/waypoint', { for: 'all' });
    expect(kindsOf(walked(both, CLIENT, `pod:shop/${podOf(both, 'server')}:8080`))).toBe(GUARDED);
  });

  it('P9: a callee on the same node is called over HBONE all the same', () => {
    const trace = walked(pair({ nodes: ['node-1'] }), CLIENT, SERVER);
    expect(kindsOf(trace)).toBe(DIRECT);
    expect(trace.legs).toMatchObject([{ protocol: 'HBONE', port: 15008 }]);
  });
});

describe('hops of other callers', () => {
  it('P11, P19: from outside the mesh in plain text, past the waypoint, to a ztunnel that sees no identity', () => {
    const trace = walked(withOutsider({ waypoint: 'waypoint' }).waypoint('shop/waypoint'), OUTSIDER, SERVER);
    expect(kindsOf(trace)).toBe('client resolution outbound-link destination-ztunnel destination');
    expect(trace).toMatchObject({ skipped: 'unmeshed-client', waypoint: null });
    expect(trace.admitted?.seen.identity).toBe('');
  });

  it('P13, W14: from a sidecar past the waypoint, with an identity', () => {
    const trace = walked(guarded().app('web/old', { sidecar: true, calls: [SERVER] }), 'web/old', SERVER);
    expect(kindsOf(trace)).toBe('client resolution outbound-link destination-ztunnel destination');
    expect(trace.skipped).toBe('sidecar-client');
    expect(trace.admitted?.seen.identity).toBe('cluster.local/ns/web/sa/old');
  });

  it('P15, P16: from a gateway past the waypoint, unless the Service asks for it', () => {
    const past = walked(behindGateway(guarded()), 'gateway:edge/public', SERVER);
    expect(kindsOf(past)).toBe('gateway resolution outbound-link destination-ztunnel destination');
    const labels = { 'istio.io/ingress-use-waypoint': 'true' };
    const through = walked(behindGateway(guarded({}, { service: { labels } })), 'gateway:edge/public', SERVER);
    expect(kindsOf(through)).toContain('waypoint upstream-link');
  });

  it("P17: another's ingress controller in the mesh calls as any pod does: a pod's address passes by the waypoint", () => {
    const mesh = guarded().app('web/nginx', { calls: [SERVER] });
    const trace = walked(mesh, 'web/nginx', `pod:shop/${podOf(mesh, 'server')}:8080`);
    expect(trace).toMatchObject({ caller: { kind: 'ambient' }, waypoint: null });
  });
});

it('L7: DestinationRules matter to what gateways and waypoints send on, and not to what ztunnel sends', () => {
  const gapAt = (mesh: Mesh, from: string): string[] =>
    walked(mesh.unread('DestinationRule', null, 'forbidden'), from, SERVER)
      .hops.filter(({ gaps }) => gaps.some(({ source }) => source === 'DestinationRule'))
      .map(({ kind }) => kind);
  expect(gapAt(pair(), CLIENT)).toEqual([]);
  expect(gapAt(guarded(), CLIENT)).toEqual(['upstream-link']);
  expect(gapAt(behindGateway(pair()), 'gateway:edge/public')).toEqual(['outbound-link']);
});
