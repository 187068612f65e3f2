import { expect, test } from 'vitest';
import { policy, rule } from '../policy/small-policies.ts';
import { gateway, gatewayClass, smallMesh } from '../small-mesh.ts';
import { decideAtGateway } from './gateway-policy.ts';

const edge = gateway('edge/public', { className: 'istio' });
const target = (kind: string, name: string) => ({ group: '', kind, namespace: 'edge', name });
const LABELS = { app: 'public' };
const GET = { method: 'GET', path: '/', headers: {} };
const decided = (authorizationPolicies: ReturnType<typeof policy>[], port: number | null = 80) =>
  decideAtGateway(smallMesh({ gateways: [edge], authorizationPolicies }), edge, LABELS, { http: GET, port, tcp: false })
    .allowed;

test.each([
  ['no policy', [], true],
  ['one that targets it', [policy('edge/p', { targetRefs: [target('Gateway', 'public')] })], false],
  ['one that targets another', [policy('edge/p', { targetRefs: [target('Gateway', 'other')] })], true],
  ['its namespace', [policy('edge/p')], false],
  ['the whole mesh', [policy('istio-system/p')], false],
  ['another namespace', [policy('shop/p')], true],
  ['its pods by label', [policy('edge/p', { selector: { app: 'public' } })], false],
  ['other pods by label', [policy('edge/p', { selector: { app: 'x' } })], true],
  [
    'callers by identity, which nobody outside has',
    [policy('edge/p', { rules: [rule({ from: [{ principals: ['*'] }] })] })],
    false,
  ],
  [
    'callers by address, which is not known',
    [policy('edge/p', { rules: [rule({ from: [{ ipBlocks: ['10.0.0.0/8'] }] })] })],
    'undecided',
  ],
  ['a path', [policy('edge/p', { rules: [rule({ to: [{ paths: ['/'] }] })] })], true],
  ['a token that nobody reads', [policy('edge/p', { rules: [rule({ from: [{ requestPrincipals: ['*'] }] })] })], false],
])('A2, A12: at a gateway holds a policy for %s', (_name, policies, allowed) => {
  expect(decided(policies)).toBe(allowed);
});

test('a port that is not known leaves what asks for it open', () => {
  const ports = [policy('edge/p', { rules: [rule({ to: [{ ports: ['80'] }] })] })];
  expect([decided(ports), decided(ports, 81), decided(ports, null)]).toEqual([true, false, 'undecided']);
});

test('W6.agentgateway: a gateway of that class obeys none of them', () => {
  const agent = gateway('edge/public', { className: 'agent' });
  const gatewayClasses = [gatewayClass('agent', { controller: 'istio.io/agentgateway-controller' })];
  const mesh = smallMesh({ gateways: [agent], gatewayClasses, authorizationPolicies: [policy('edge/p')] });
  expect(decideAtGateway(mesh, agent, LABELS, { http: GET, port: 80, tcp: false }).allowed).toBe(true);
});
