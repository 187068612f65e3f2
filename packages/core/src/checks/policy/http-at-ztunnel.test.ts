import { describe, expect, it } from 'vitest';
import { policy, rule } from '../../mesh/policy/small-policies.ts';
import { namespace, pod, smallMesh } from '../../mesh/small-mesh.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { hasMeshedPods } from './http-at-ztunnel.ts';
import { l7AllowAtZtunnel } from './l7-allow-at-ztunnel.ts';
import { l7DenyBroader } from './l7-deny-broader.ts';
import { l7DenyNoop } from './l7-deny-noop.ts';

const GET = rule({ to: [{ methods: ['GET'] }] });
const FROM = rule({ from: [{ principals: ['cluster.local/ns/web/sa/client'] }] });
const DELETE_ON_PORT = rule({ to: [{ methods: ['DELETE'], ports: ['8080'] }] });
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };

const meshWith = (one: AuthorizationPolicy, labels = {}, of = AMBIENT) =>
  smallMesh({
    namespaces: [namespace('shop', of)],
    pods: [pod('shop/a', { labels, annotations: { 'ambient.istio.io/redirection': 'enabled' } })],
    authorizationPolicies: [one],
  });

describe('A6, A7: HTTP rules that only ztunnel could enforce', () => {
  it.each([
    ['every ALLOW rule', l7AllowAtZtunnel, policy('shop/p', { rules: [GET] }), [undefined]],
    ['some ALLOW rules: a remark', l7AllowAtZtunnel, policy('shop/p', { rules: [GET, FROM] }), ['latent']],
    ['no ALLOW rule', l7AllowAtZtunnel, policy('shop/p', { rules: [FROM] }), []],
    ['every DENY rule', l7DenyNoop, policy('shop/p', { action: 'DENY', rules: [GET] }), [undefined]],
    ['some DENY rules: a remark', l7DenyNoop, policy('shop/p', { action: 'DENY', rules: [GET, FROM] }), ['latent']],
    ['a DENY rule with a half left', l7DenyNoop, policy('shop/p', { action: 'DENY', rules: [DELETE_ON_PORT] }), []],
    ['the same denies more', l7DenyBroader, policy('shop/p', { action: 'DENY', rules: [DELETE_ON_PORT] }), ['latent']],
    ['a policy of another namespace', l7AllowAtZtunnel, policy('web/p', { rules: [GET] }), []],
    ['a policy of the root namespace', l7AllowAtZtunnel, policy('istio-system/p', { rules: [GET] }), [undefined]],
  ])('%s', (_name, check, one, severities) => {
    expect(check.detect?.(meshWith(one)).map((found) => found.severity)).toEqual(severities);
  });

  it('leaves out pods that opted out and are captured still', () => {
    const one = policy('shop/p', { rules: [GET] });
    expect(hasMeshedPods(meshWith(one), one)).toBe(true);
    expect(hasMeshedPods(meshWith(one, { 'istio.io/dataplane-mode': 'none' }), one)).toBe(false);
  });
});
