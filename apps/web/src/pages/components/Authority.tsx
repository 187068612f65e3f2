import type { Components } from '@hopscope/core';
import { expiryWords, StateIcon } from '@hopscope/panels';

export interface AuthorityProps {
  /** null while it is being read */
  readonly authority: Components['authority'] | null;
  readonly now: number;
}

const SOON = 30 * 86_400_000;

/** How long the certificate lives that every other one rests on. */
export function Authority({ authority, now }: AuthorityProps) {
  if (authority === null) return <p className="authority">Reading certificates …</p>;
  const { value, unknown } = authority;
  if (value === null) {
    return (
      <p className="authority">
        <StateIcon state="unknown" size={15} label="" /> When the root certificate expires is unknown, because {unknown}
        .
      </p>
    );
  }
  const left = Date.parse(value.expiresAt) - now;
  const state = left <= 0 ? 'broken' : left < SOON ? 'latent' : 'ok';
  const what = value.what === 'root' ? 'The root certificate' : 'The signing (intermediate) certificate';
  return (
    <p className="authority" data-state={state}>
      <StateIcon state={state} size={15} label="" /> {what} {expiryWords(value.expiresAt, now)}{' '}
      <span>
        (<time dateTime={value.expiresAt}>{value.expiresAt.slice(0, 10)}</time>, from {value.from})
      </span>
    </p>
  );
}
