/** Who vouches for a snapshot: an Ed25519 key of this installation, made once. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { type Signature, signedText } from '@hopscope/core';

export interface Signer {
  sign(digest: string): Signature;
  readonly publicKey: string;
  readonly keyId: string;
}

/** What stands before the 32 bytes of a private key in PKCS 8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer of 32 random bytes. */
export function createSigner(seed: Buffer): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const [publicKey, keyId] = [spki.toString('base64'), keyIdOf(spki)];
  return {
    publicKey,
    keyId,
    sign: (digest) => ({
      algorithm: 'Ed25519',
      keyId,
      publicKey,
      value: sign(null, Buffer.from(signedText(digest)), key).toString('base64'),
    }),
  };
}

const keyIdOf = (spki: Buffer): string => createHash('sha256').update(spki).digest('hex').slice(0, 16);

/** Hex SHA-256 of a text in UTF-8. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** `valid`: this key signed this digest. Whose key it is, whoever trusts it must know. */
export function checkSignature(digest: string, signature: Signature | null): 'valid' | 'wrong' | 'none' {
  if (signature === null) return 'none';
  try {
    const spki = Buffer.from(signature.publicKey, 'base64');
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519' || keyIdOf(spki) !== signature.keyId) return 'wrong';
    const isValid = verify(null, Buffer.from(signedText(digest)), key, Buffer.from(signature.value, 'base64'));
    return isValid ? 'valid' : 'wrong';
  } catch {
    // A key that is none: a stranger wrote the file.
    return 'wrong';
  }
}

/** Hex SHA-256 of bytes. */
export function digestOfBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
