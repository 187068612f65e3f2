import { formatAsk, type Profile } from '@hopscope/core';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { readMeshUrl, viewerOf } from '../../mesh/mesh-url.ts';
import { readAskUrl, readQuery } from '../path/ask-url.ts';
import { PreviewOfBytes } from './PreviewOfBytes.tsx';
import { PublishedLink } from './PublishedLink.tsx';
import { canSeal } from './sealed.ts';
import type { Choice, Terms } from './snapshot-api.ts';
import { TermsFields } from './TermsFields.tsx';
import { usePublishing } from './use-publishing.ts';

const PROFILES: readonly (readonly [Profile, string])[] = [
  ['team', 'Team: addresses, names of nodes and hosts outside are replaced'],
  ['shape', 'Shape only: every name is replaced, numbers are rounded, sentences are general'],
  ['full', 'Full: as it is'],
];

/** What is frozen, for whom and how long; the button works only for bytes that were shown. */
export function SnapshotForm() {
  const asked = useAskedPath();
  const viewer = useViewer();
  const [profile, setProfile] = useState<Profile>('team');
  const [pair, setPair] = useState('');
  const [isSealed, setIsSealed] = useState(false);
  const [terms, setTerms] = useState<Terms>(PLAIN_TERMS);
  const [within, setWithin] = useState('');
  const publishing = usePublishing({
    profile,
    paths: asked === '' ? [] : [asked],
    pair,
    viewer,
    namespaces: namesIn(within),
  });
  const { preview, published, trouble } = publishing;
  if (published) return <PublishedLink {...published} onAgain={publishing.again} />;
  return (
    <div className="share-form">
      <fieldset>
        <legend>What is left of names</legend>
        {PROFILES.map(([value, words]) => (
          <label key={value}>
            <input type="radio" name="profile" checked={profile === value} onChange={() => setProfile(value)} />
            {words}
          </label>
        ))}
      </fieldset>
      {asked === '' ? null : <p>The path {asked} goes with it, hop by hop.</p>}
      <TermsFields terms={terms} onChange={setTerms} />
      <MoreFields
        pair={pair}
        onPair={setPair}
        within={within}
        onWithin={setWithin}
        passphrase={terms.passphrase}
        onPassphrase={(passphrase) => setTerms({ ...terms, passphrase })}
        isSealed={isSealed}
        onSealed={setIsSealed}
      />
      <p className="share-steps">
        <button type="button" className="hs-button" onClick={publishing.show}>
          Show what would be published
        </button>
        <button
          type="button"
          className="hs-button hs-button-solid"
          disabled={preview === null}
          onClick={() => publishing.publish(terms, isSealed)}
        >
          Publish
        </button>
      </p>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
      {preview ? <PreviewOfBytes preview={preview} /> : null}
    </div>
  );
}

const PLAIN_TERMS: Terms = { title: '', audience: 'signed-in', expires: '7d', passphrase: '', rights: '' };

const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter((name) => name !== '');

interface MoreProps {
  readonly within: string;
  readonly onWithin: (within: string) => void;
  readonly passphrase: string;
  readonly onPassphrase: (passphrase: string) => void;
  readonly pair: string;
  readonly onPair: (pair: string) => void;
  readonly isSealed: boolean;
  readonly onSealed: (isSealed: boolean) => void;
}

function MoreFields({ pair, onPair, isSealed, onSealed, within, onWithin, passphrase, onPassphrase }: MoreProps) {
  return (
    <details>
      <summary>More</summary>
      <div className="share-more">
        <label>
          Only these namespaces, with commas between
          <input maxLength={2000} value={within} onChange={(event) => onWithin(event.target.value)} />
        </label>
        <label>
          Passphrase, asked for besides the link
          <input
            type="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={200}
            value={passphrase}
            onChange={(event) => onPassphrase(event.target.value)}
          />
        </label>
        <label>
          Pair name, for snapshots that are to be compared
          <input maxLength={64} value={pair} onChange={(event) => onPair(event.target.value)} />
        </label>
        <label>
          <input
            type="checkbox"
            checked={isSealed}
            disabled={!canSeal()}
            onChange={(event) => onSealed(event.target.checked)}
          />
          Seal it: encrypted in this browser, the key stands in the link after # and reaches no server. Lost with it:
          the preview in chats, comparing on the server, the administrator’s look inside. The link with its key stays in
          browser histories.
        </label>
      </div>
    </details>
  );
}

/** The path that the page asks, as text; '' where it asks none. */
function useAskedPath(): string {
  const [page] = useLocation();
  const search = useSearch();
  const query = page === '/path' ? readQuery(readAskUrl(search)) : null;
  return query?.ok ? formatAsk(query.value) : '';
}

function useViewer(): Choice['viewer'] {
  const [page] = useLocation();
  const search = useSearch();
  if (page !== '/') return {};
  return viewerOf(readMeshUrl(new URLSearchParams(search)));
}
