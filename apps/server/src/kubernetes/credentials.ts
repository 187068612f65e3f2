/** Who we are to the API server: what a user entry of a kubeconfig turns into. */
import { readFile } from 'node:fs/promises';
import { failure, type Outcome, success } from './outcome.ts';

/** What one request is made with. Never logged. */
export interface Credential {
  /** Value of the Authorization header; null for none. */
  authorization: string | null;
  /** PEM client certificate and key; null for none. */
  certificate: { cert: string; key: string } | null;
}

export interface CredentialSource {
  /** The credential to use now; fails with reason `credentials`. */
  current(): Promise<Outcome<Credential>>;
  /** Forgets what is cached, after the server refused it; false when asking again cannot give anything else. */
  renew(): boolean;
}

/** A credential that never changes. */
export function fixedCredential(credential: Credential): CredentialSource {
  const answer = success(credential);
  return { current: () => Promise.resolve(answer), renew: () => false };
}

/** Kubernetes rotates mounted tokens well before they expire, so a minute-old one is still good. */
const TOKEN_AGE_MS = 60_000;

/** A bearer token kept in a file that somebody else rotates: read again every minute and after a refusal. */
export function tokenFileCredential(
  path: string,
  certificate: Credential['certificate'],
  now: () => number = Date.now,
): CredentialSource {
  let cached: { at: number; credential: Credential } | null = null;
  return {
    async current() {
      if (cached !== null && now() - cached.at < TOKEN_AGE_MS) return success(cached.credential);
      try {
        const token = (await readFile(path, 'utf8')).trim();
        if (token === '') return failure('credentials', `The token file ${path} is empty.`);
        cached = { at: now(), credential: { authorization: `Bearer ${token}`, certificate } };
        return success(cached.credential);
      } catch (error) {
        return failure(
          'credentials',
          `The token file ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
        );
      }
    },
    renew() {
      cached = null;
      return true;
    },
  };
}
