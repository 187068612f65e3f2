import { describe, expect, it } from 'vitest';
import { hmacWith } from '../../scenarios/snapshot-sample.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { createTextRedactor } from './redact-text.ts';

const redactor = () =>
  createTextRedactor(createPseudonyms(hmacWith('k')), {
    nodes: ['node-1', 'cafe', 'ip-10-0-3-7.eu-west-1.compute.internal'],
    hosts: ['partner'],
    domain: 'cluster.local',
  });

const A = /240\.\d+\.\d+\.\d+|2[45]\d\.\d+\.\d+\.\d+/;

describe('createTextRedactor', () => {
  it.each([
    ['10.2.3.4:8080 refused', A],
    ['from 10.0.0.0/8', A],
    ['fd00:10::12 is gone', /^2001:db8:/],
    ['[fd00:10::12]:80', /^\[2001:db8:/],
    ['on node-1', /^on node-[0-9a-f]{10}$/],
    ['kube-apiserver-node-1 is Ready', /^kube-apiserver-node-[0-9a-f]{10} is/],
    ['ip-10-0-3-7.eu-west-1.compute.internal', /^node-/],
    ['pod-10-2-3-4 of it', A],
    ['external:api.partner.example:443', /^external:host-[0-9a-f]{10}\.invalid:443$/],
    ['calls partner:80', /^calls host-/],
    ['at cafe:80:1', /^at node-[0-9a-f]{10}:80:1$/],
  ])('replaces in %s', (text, shape) => {
    const made = redactor()(text);
    expect(made).toMatch(shape);
    expect(made).not.toBe(text);
  });

  it.each([
    'status.addresses = none',
    'cart.shop.svc.cluster.local',
    'istio.io/dataplane-mode',
    'networking.k8s.io',
    '2026-11-20T10:00:00Z',
    'Waypoint shop/waypoint has no running pods',
    '1.24.0',
    'trafficPolicy.tls',
    'node-10',
    '127.0.0.1',
  ])('leaves %s', (text) => {
    expect(redactor()(text)).toBe(text);
  });

  it('gives one value one pseudonym, and two values two', () => {
    const redact = redactor();
    const many = Array.from({ length: 20_000 }, (_, i) => redact(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`));
    expect(new Set(many).size).toBe(many.length);
    expect(redact('10.0.0.7')).toBe(many[7]);
  });
});
