import { describe, expect, it } from 'vitest';
import type { Bundle } from '../bundle.ts';
import { CLIENT_ID, fromPrincipals, onServer, onService, pair, toOperation } from '../checks/pair.ts';

interface Dump {
  policies: { name: string; scope: string; action: string; rules: unknown[] }[];
  workloads: { name: string; authorizationPolicies?: string[] }[];
}

function dumpOf(bundle: Bundle): Dump {
  return bundle.readings.find((one) => one.source === 'ztunnel-config')?.body as Dump;
}

function given(spec: Record<string, unknown>): Dump {
  return dumpOf(pair().authorizationPolicy('shop/policy', spec).bundle());
}

describe('policies as ztunnel gets them', () => {
  it('carries principals and ports', () => {
    const [policy] = given(onServer([fromPrincipals(CLIENT_ID)])).policies;
    expect(policy?.rules).toEqual([[[{ principals: [{ Exact: CLIENT_ID }] }]]]);
    expect(policy?.scope).toBe('WorkloadSelector');
  });

  it('drops ALLOW rules with HTTP fields (A6) and HTTP fields of DENY rules (A7)', () => {
    expect(given(onServer([toOperation({ methods: ['GET'] })])).policies[0]?.rules).toEqual([]);
    const broader = given(onServer([toOperation({ methods: ['DELETE'], ports: ['8080'] })], 'DENY')).policies[0];
    expect(broader?.rules).toEqual([[[{ destinationPorts: [8080] }]]]);
  });

  it('keeps policies with targetRefs from ztunnel (A2)', () => {
    expect(given(onService([fromPrincipals(CLIENT_ID)])).policies).toEqual([]);
  });

  it('lists the converted STRICT with the pods it covers (M1, M2)', () => {
    const strict = pair()
      .peerAuthentication('istio-system/default', 'STRICT')
      .peerAuthentication('shop/server', 'PERMISSIVE', { selector: { matchLabels: { app: 'server' } } });
    const { workloads } = dumpOf(strict.bundle());
    const listed = (prefix: string) =>
      workloads.find((one) => one.name.startsWith(prefix))?.authorizationPolicies ?? [];
    expect(listed('client-')).toEqual(['istio-system/istio_converted_static_strict']);
    expect(listed('server-')).toEqual([]);
  });
});
