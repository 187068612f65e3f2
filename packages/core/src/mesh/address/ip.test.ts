import { expect, test } from 'vitest';
import { canonicalBlock, canonicalIp, inCidr, isCidr, isIp, parseIp } from './ip.ts';

test.each([
  '10.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  'fd00::1',
  '2001:db8:0:0:0:0:0:1',
  '::ffff:10.0.0.1',
])('%s is an address', (text) => {
  expect(isIp(text)).toBe(true);
});

test.each([
  '',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.1.2',
  '10.0.0.-1',
  'a.b.c.d',
  ':',
  ':::',
  '1::2::3',
  'fd00::12345',
  '10.0.0.1/8',
  'example.com',
])('%j is none', (text) => {
  expect(isIp(text)).toBe(false);
});

test('an IPv4 address in IPv6 clothes is the IPv4 address', () => {
  expect(parseIp('::ffff:10.0.0.1')).toEqual(parseIp('10.0.0.1'));
});

test.each([
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.200', '10.0.0.0/24', true],
  ['10.0.1.200', '10.0.0.0/24', false],
  ['10.0.0.200', '10.0.0.77/24', true],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['10.0.0.1', '10.0.0.1/32', true],
  ['fd00::5', 'fd00::/64', true],
  ['fd01::5', 'fd00::/64', false],
  ['fd00::5', '::/0', true],
  ['10.0.0.1', '::/0', false],
  ['fd00::1', '0.0.0.0/0', false],
  ['10.0.0.1', '10.0.0.0/33', false],
  ['10.0.0.1', '10.0.0.0/', false],
  ['10.0.0.1', '10.0.0.0/x', false],
  ['10.0.0.1', '', false],
  ['', '0.0.0.0/0', false],
])('%s in %s: %s', (address, block, expected) => {
  expect(inCidr(address, block)).toBe(expected);
});

test.each([
  ['10.0.0.0/8', true],
  ['10.0.0.0', true],
  ['fd00::/128', true],
  ['fd00::/129', false],
  ['10.0.0.0/8/8', false],
  ['localhost', false],
])('%s is a block: %s', (text, expected) => {
  expect(isCidr(text)).toBe(expected);
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:2::0001', '2001:2::1'],
  ['::', '::'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['x', null],
])('%s is written %s', (text, expected) => {
  expect(canonicalIp(text)).toBe(expected);
});

test.each([
  ['10.0.0.5/24', '10.0.0.0/24'],
  ['1.2.3.4/32', '1.2.3.4'],
  ['1.2.3.4', '1.2.3.4'],
  ['2001:db8::5/64', '2001:db8::/64'],
  ['1.2.3.4/33', null],
  ['x/8', null],
])('the block %s is %s', (text, expected) => {
  expect(canonicalBlock(text)).toBe(expected);
});
