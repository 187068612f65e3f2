import { expect, test } from 'vitest';
import { rawAddress, viewOfAmbientz } from './istiod-view.ts';
import { isKnownLimit } from './known-limits.ts';
import { compareViews, describeDisagreement, type View } from './view.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test('fields that differ are named, and objects that only one side has', () => {
  const ours: View = new Map([
    ['conditions a', { same: [1], other: 'x' }],
    ['conditions b', {}],
  ]);
  const istiod: View = new Map([
    ['conditions a', { same: [1], other: 'y', more: 1 }],
    ['conditions c', {}],
  ]);
  const { fields, disagreements } = compareViews(ours, istiod);
  expect(fields).toBe(5);
  expect(disagreements.map(describeDisagreement)).toEqual([
    'conditions a: other: ours "x", istiod\'s "y"',
    "conditions a: more: ours undefined, istiod's 1",
    "conditions b: exists: ours true, istiod's false",
    "conditions c: exists: ours false, istiod's true",
  ]);
});

test('addresses of policies are bytes', () => {
  expect(rawAddress(Buffer.from([10, 244, 0, 1]).toString('base64'))).toBe('10.244.0.1');
  const six = Buffer.from('20010db8000000000000000000000001', 'hex').toString('base64');
  expect(rawAddress(six)).toBe('2001:db8::1');
});

test('absent fields of an answer are their defaults', () => {
  const view = viewOfAmbientz({
    workloads: [
      { uid: 'K//Pod/a/b', addresses: [base64('10.0.0.1')], services: { 'a/s': { ports: [{ servicePort: 80 }] } } },
    ],
    services: [{ namespace: 'a', hostname: 's', addresses: [{ address: base64('10.96.0.1') }] }],
    policies: null,
  });
  expect(view.get('workload K//Pod/a/b')).toMatchObject({
    addresses: ['10.0.0.1'],
    protocol: 'NONE',
    healthy: true,
    waypoint: null,
    services: { 'a/s': ['80→0'] },
  });
  expect(view.get('service a/s')).toMatchObject({ vips: ['/10.96.0.1'], mode: 'STANDARD', canonical: false });
});

test('only what istiod cannot be held to is let pass', () => {
  const refused = { status: 'False', reason: 'UnsupportedValue', message: 'm' };
  const one = (field: string, ours: unknown, istiod: unknown) => ({ object: 'o', field, ours, istiod });
  const ztunnel = 'ZtunnelAccepted';
  expect(isKnownLimit(one(ztunnel, refused, undefined), {}, {})).toBe(true);
  expect(isKnownLimit(one(ztunnel, { ...refused, status: 'True' }, undefined), {}, {})).toBe(false);
  expect(isKnownLimit(one(ztunnel, refused, { ...refused, message: 'n' }), {}, {})).toBe(false);
  expect(isKnownLimit(one('waypoint', null, 'x'), {}, {})).toBe(false);
  const both = { ZtunnelAccepted: refused, WaypointAccepted: refused };
  const lost = one('WaypointAccepted', refused, undefined);
  expect(isKnownLimit(lost, both, { ZtunnelAccepted: refused })).toBe(true);
  expect(isKnownLimit(lost, both, {})).toBe(false);
  expect(isKnownLimit(lost, { WaypointAccepted: refused }, { ZtunnelAccepted: refused })).toBe(false);
});
