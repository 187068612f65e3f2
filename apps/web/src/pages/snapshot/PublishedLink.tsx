import { type SnapshotDocument, snapshotText } from '@hopscope/core';
import { CopyButton } from '@hopscope/panels';
import { useState } from 'react';
import { CopyForChat } from './CopyForChat.tsx';
import { SendButton } from './SendButton.tsx';
import { formatMoment } from './SnapshotBanner.tsx';
import { type Created, revokeSnapshots } from './snapshot-api.ts';

export interface PublishedLinkProps {
  readonly created: Created;
  /** the key of a sealed one, with its #; '' otherwise */
  readonly fragment: string;
  /** the document as JSON */
  readonly document: string;
  readonly passphrase: string;
  readonly onAgain: () => void;
}

/** The link, which is told this once. */
export function PublishedLink({ created, fragment, document, passphrase, onAgain }: PublishedLinkProps) {
  const { snapshot, path } = created;
  const [isRevoked, setIsRevoked] = useState(false);
  const link = `${location.origin}${path}${fragment}`;
  // Of what is sealed or locked the server gives no files.
  const isDrawn = fragment === '' && !snapshot.locked;
  const text = snapshotText(JSON.parse(document) as SnapshotDocument, link);
  const revoke = () => {
    revokeSnapshots([snapshot.id]).then(
      () => setIsRevoked(true),
      () => undefined,
    );
  };
  return (
    <section className="share-done" aria-label="The snapshot">
      <p role="status">
        {isRevoked
          ? 'Revoked: the link opens nothing any more.'
          : `Published. The link is told only now; it ends ${formatMoment(snapshot.expiresAt)}.`}
      </p>
      {isRevoked ? null : (
        <>
          <p className="share-link">
            <a href={`${path}${fragment}`}>{link}</a>
          </p>
          <p className="share-steps">
            <CopyButton text={link} label="Copy the link" />
            <CopyForChat text={text} picture={isDrawn ? `${path}/preview.png` : ''} />
            {fragment === '' ? <SendButton token={path.slice('/s/'.length)} passphrase={passphrase} /> : null}
            {isDrawn ? (
              <>
                <a className="hs-button" href={`${path}/export.html`} download>
                  Save as a page
                </a>
                <a className="hs-button" href={`${path}/export.json`} download>
                  Save as JSON
                </a>
                <a className="hs-button" href={`${path}/export.svg`} download>
                  Save as a picture
                </a>
              </>
            ) : null}
            <button type="button" className="hs-button" onClick={revoke}>
              Revoke
            </button>
          </p>
        </>
      )}
      <p className="share-steps">
        <button type="button" className="hs-button" onClick={onAgain}>
          Another one
        </button>
        <a href="/snapshots">All snapshots</a>
      </p>
    </section>
  );
}
