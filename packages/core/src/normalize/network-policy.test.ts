import { expect, test } from 'vitest';
import { readNetworkPolicy } from './network-policy.ts';

const policy = (spec: unknown) => readNetworkPolicy({ metadata: { name: 'p', namespace: 'n' }, spec });

test.each([
  [{}, ['Ingress']],
  [{ egress: [] }, ['Ingress']],
  [{ egress: [{}] }, ['Ingress', 'Egress']],
  [{ policyTypes: ['Egress'] }, ['Egress']],
  [undefined, ['Ingress']],
])('the types of %j', (spec, types) => {
  expect(policy(spec).policyTypes).toEqual(types);
});

test('an empty rule admits everything; an empty list of rules nothing', () => {
  expect(policy({ ingress: [] }).ingress).toEqual([]);
  expect(policy({ ingress: [{}] }).ingress).toEqual([{ peers: [], ports: [] }]);
});

test('peers and ports', () => {
  const { ingress } = policy({
    ingress: [
      {
        from: [{ namespaceSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
        ports: [{ port: 'http' }, { port: 8000, endPort: 8010, protocol: 'UDP' }, {}],
      },
    ],
  });
  expect(ingress[0]).toEqual({
    peers: [
      { podSelector: null, namespaceSelector: { matchLabels: {}, matchExpressions: [] }, ipBlock: null },
      { podSelector: null, namespaceSelector: null, ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    ],
    ports: [
      { protocol: 'TCP', port: 'http', endPort: null },
      { protocol: 'UDP', port: 8000, endPort: 8010 },
      { protocol: 'TCP', port: null, endPort: null },
    ],
  });
});
