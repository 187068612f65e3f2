import { ref } from '@hopscope/core';
import { expect, it } from 'vitest';
import { isLook, lookCommand, rbacPlace, rbacRule } from './look-command.ts';

it('names kinds of the core by their short word, all others with their group', () => {
  expect(lookCommand(ref('Pod', 'shop', 'cart-1'))).toBe('kubectl -n shop get pod cart-1 -o yaml');
  expect(lookCommand(ref('Node', '', 'node-1'))).toBe('kubectl get node node-1 -o yaml');
  expect(lookCommand(ref('Gateway', 'shop', 'waypoint'))).toBe(
    'kubectl -n shop get gateways.gateway.networking.k8s.io waypoint -o yaml',
  );
});

it('tells commands that look from commands that mend', () => {
  expect(isLook('kubectl -n istio-system logs ztunnel-64fcr --previous')).toBe(true);
  expect(isLook('kubectl -n shop rollout restart deploy/cart')).toBe(false);
  expect(isLook('helm upgrade istiod istio/istiod')).toBe(false);
});

it('has no command for what kubectl does not know', () => {
  expect(lookCommand(ref('Host', '', 'api.partner.example'))).toBe('');
});

it('grants reading of a kind as one line, in the place that suits its scope', () => {
  const permission = { verb: 'list', resource: 'gateways', group: 'gateway.networking.k8s.io', namespace: 'partner' };
  expect(rbacRule(permission)).toBe(
    '- { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways"], verbs: ["get", "list", "watch"] }',
  );
  expect(rbacPlace(permission)).toBe('a Role in partner');
  expect(rbacRule({ verb: 'get', resource: 'pods/proxy', group: '', namespace: null })).toBe(
    '- { apiGroups: [""], resources: ["pods/proxy"], verbs: ["get"] }',
  );
});
