import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkSignature, createSigner, digestOf } from './signing.ts';

it('a signature fits its digest and its key, and nothing else', () => {
  const seed = randomBytes(32);
  const [signer, other] = [createSigner(seed), createSigner(randomBytes(32))];
  const digest = digestOf('{"a":1}');
  const signature = signer.sign(digest);
  expect(checkSignature(digest, signature)).toBe('valid');
  expect(createSigner(seed).sign(digest)).toEqual(signature);
  expect(checkSignature(digestOf('{"a":2}'), signature)).toBe('wrong');
  expect(checkSignature(digest, { ...signature, publicKey: other.publicKey })).toBe('wrong');
  expect(checkSignature(digest, { ...signature, keyId: other.keyId })).toBe('wrong');
  expect(checkSignature(digest, { ...signature, value: 'AAAA' })).toBe('wrong');
  expect(checkSignature(digest, { ...signature, publicKey: 'no key' })).toBe('wrong');
  expect(checkSignature(digest, null)).toBe('none');
});
