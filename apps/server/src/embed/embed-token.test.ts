import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmbedTokens, type Grant } from './embed-token.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const GRANT: Grant = {
  panel: 'problems',
  locked: { namespaces: ['shop'] },
  editable: ['time'],
  origin: 'https://portal.example',
};

function clocked(at = NOON, secret: Buffer = Buffer.alloc(32, 7)) {
  const clock = { at };
  return { clock, tokens: createEmbedTokens(secret, () => clock.at) };
}

describe('createEmbedTokens', () => {
  it('takes what it made, for as long as it said and no longer', () => {
    const { clock, tokens } = clocked();
    const { token, claims } = tokens.mint(GRANT, 'alice', 60);
    expect(tokens.verify(token)).toEqual({ ok: true, claims });
    clock.at += 59_000;
    expect(tokens.verify(token).ok).toBe(true);
    clock.at += 1_000;
    expect(tokens.verify(token)).toEqual({ ok: false, why: 'expired' });
  });

  it('makes none for longer than ten minutes', () => {
    const { claims } = clocked().tokens.mint(GRANT, 'alice', 86_400);
    expect(claims.exp - claims.iat).toBe(600);
  });

  it('lets a token live over midnight, and its key no longer than a day more', () => {
    const { clock, tokens } = clocked(Date.parse('2026-11-20T23:59:30Z'));
    const { token } = tokens.mint(GRANT, 'alice', 300);
    clock.at += 60_000;
    expect(tokens.verify(token).ok).toBe(true);
    clock.at += 2 * 86_400_000;
    expect(tokens.verify(token)).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('knows another installation by its secret, and agrees with another server of its own', () => {
    const { tokens } = clocked();
    const { token } = tokens.mint(GRANT, 'alice', 60);
    expect(clocked().tokens.verify(token).ok).toBe(true);
    expect(clocked(NOON, randomBytes(32)).tokens.verify(token)).toEqual({ ok: false, why: 'wrong-signature' });
  });

  it('refuses a token that was widened, and one without a signature', () => {
    const { tokens } = clocked();
    const { token, claims } = tokens.mint(GRANT, 'alice', 60);
    const [head, , signature] = token.split('.');
    const wide = Buffer.from(JSON.stringify({ ...claims, locked: { namespaces: null } })).toString('base64url');
    expect(tokens.verify(`${head}.${wide}.${signature}`).ok).toBe(false);
    const none = Buffer.from('{"alg":"none","kid":"d20777"}').toString('base64url');
    expect(tokens.verify(`${none}.${wide}.x`)).toEqual({ ok: false, why: 'not-a-token' });
    expect(tokens.verify(`${none}.${wide}.`).ok).toBe(false);
  });

  it('takes no other text whatever', () => {
    const { tokens } = clocked();
    const { token, claims } = tokens.mint(GRANT, 'alice', 60);
    fc.assert(
      fc.property(fc.string(), fc.nat(token.length - 1), (text, at) => {
        expect(tokens.verify(text).ok).toBe(false);
        // The last letter of each part holds bits that mean nothing.
        const letter = token[at] === 'A' ? 'B' : 'A';
        const bent = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
        const read = tokens.verify(bent);
        if (read.ok) expect(read.claims).toEqual(claims);
      }),
      { numRuns: 500 },
    );
  });
});
