/** Random names that open or end a snapshot. Of each only a hash is kept. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 24;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;
const ID = /^[A-Za-z0-9_-]{16}$/;

/** 192 bits, in letters that an address may hold. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** A public name: opens nothing. */
export function createId(): string {
  return randomBytes(12).toString('base64url');
}

/** Hex SHA-256. A random token of this length needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(`hopscope token ${token}`).digest('hex');
}

/** True for the token of a hash, in the same time whatever it is. */
export function isTokenOf(token: string, hash: string): boolean {
  const [given, wanted] = [Buffer.from(hashToken(token), 'hex'), Buffer.from(hash, 'hex')];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** True for what could be a token at all; what could not is answered like a wrong one. */
export const isToken = (text: string): boolean => TOKEN.test(text);
export const isId = (text: string): boolean => ID.test(text);
