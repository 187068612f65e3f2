import { type ReactNode, useEffect, useState } from 'react';
import { Router } from 'wouter';

import { addressOf } from '../../mesh/mesh-url.ts';
import { Annotations } from './Annotations.tsx';
import { asksForPassphrase, PassphraseForm } from './PassphraseForm.tsx';
import { type ReadSnapshot, readSnapshot } from './read-snapshot.ts';
import { SaveFile } from './SaveFile.tsx';
import { SnapshotDiffView } from './SnapshotDiffView.tsx';
import { Trouble } from './SnapshotTrouble.tsx';
import { SnapshotView } from './SnapshotView.tsx';
import { unseal } from './sealed.ts';
import { type Annotation, openByToken } from './snapshot-api.ts';
import './snapshot.css';

type Standing =
  | { readonly state: 'opening' }
  | {
      readonly state: 'open';
      readonly snapshot: ReadSnapshot;
      readonly title: string;
      /** the server writes no files of it: only this page can read it */
      readonly isHere: boolean;
      /** null = whoever looks is not named, and reads none */
      readonly annotations: readonly Annotation[] | null;
    }
  /** `trouble` is of the last passphrase */
  | { readonly state: 'locked'; readonly trouble: string }
  | { readonly state: 'failed'; readonly reason: string; readonly raw: string };

/** What an address below /s names: one snapshot (and a page of it), or two that are compared. */
export function readSnapshotAddress(path: string): { token: string; other: string; base: string } | null {
  const [, token, rest = ''] = /^\/s\/([^/]+)(?:\/([^/]*))?\/?$/.exec(path) ?? [];
  if (token === undefined) return null;
  const isPage = rest === '' || rest === 'path';
  return { token, other: isPage ? '' : rest, base: `/s/${token}` };
}

/** The page behind a link. It asks the server once, for the bytes, and never for the mesh. */
export function SnapshotPage() {
  const [address] = useState(() => readSnapshotAddress(location.pathname));
  if (address === null) return <Trouble reason="This is no link of a snapshot." />;
  if (address.other !== '') return <SnapshotDiffView before={address.token} after={address.other} />;
  return <OneSnapshot token={address.token} base={address.base} />;
}

function OneSnapshot({ token, base }: { readonly token: string; readonly base: string }) {
  const [standing, setStanding] = useState<Standing>({ state: 'opening' });
  const [passphrase, setPassphrase] = useState('');
  const [link] = useState(() => `${location.origin}${base}${location.hash}`);
  useEffect(() => {
    let isGone = false;
    // It never fails: what goes wrong is its answer.
    void openSnapshot(token, location.hash, passphrase).then((opened) => {
      if (isGone) return;
      if (opened.state === 'open') restoreView(opened.snapshot, base);
      setStanding(opened);
    });
    return () => {
      isGone = true;
    };
  }, [token, base, passphrase]);
  if (standing.state === 'opening') return <Waiting />;
  if (standing.state === 'locked')
    return (
      <PassphraseForm
        trouble={standing.trouble}
        onGiven={(given) => {
          setStanding({ state: 'locked', trouble: '' });
          // The same one again is asked again.
          if (given === passphrase) void openSnapshot(token, location.hash, given).then(setStanding);
          else setPassphrase(given);
        }}
      />
    );
  if (standing.state === 'failed') return <Trouble reason={standing.reason} raw={standing.raw} />;
  const { snapshot, title, isHere, annotations } = standing;
  const notes = annotations === null ? null : <Annotations token={token} passphrase={passphrase} first={annotations} />;
  return (
    <Router base={base}>
      <SnapshotView
        snapshot={snapshot}
        name={title || 'snapshot'}
        link={link}
        picture={isHere ? '' : `${base}/preview.png`}
        notes={notes}
      >
        {isHere ? (
          <SaveFile text={snapshot.text} />
        ) : (
          <>
            <a className="hs-button" href={`${base}/export.html`} download>
              Save as a page
            </a>
            <a className="hs-button" href={`${base}/export.json`} download>
              Save as JSON
            </a>
            <a className="hs-button" href={`${base}/export.svg`} download>
              Save as a picture
            </a>
          </>
        )}
        <a className="hs-button" href={`${base}/now`}>
          Compare with now
        </a>
      </SnapshotView>
    </Router>
  );
}

async function openSnapshot(token: string, hash: string, passphrase: string): Promise<Standing> {
  try {
    const { snapshot, annotations, file, sealed } = await openByToken(token, passphrase);
    const text =
      sealed === undefined ? { ok: true as const, text: file ?? '' } : await unseal(sealed, hash.replace(/^#k=/, ''));
    if (!text.ok) return { state: 'failed', reason: text.reason, raw: '' };
    const read = await readSnapshot(text.text);
    if (!read.ok) return { state: 'failed', reason: read.reason, raw: read.raw };
    return {
      state: 'open',
      snapshot: read.snapshot,
      title: snapshot.title,
      isHere: sealed !== undefined || snapshot.locked,
      annotations: snapshot.owner === '' ? null : annotations,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (asksForPassphrase(error, passphrase)) return { state: 'locked', trouble: passphrase === '' ? '' : reason };
    return { state: 'failed', reason, raw: '' };
  }
}

/** The first look is the one of whoever took it; a reader's own address stays. */
function restoreView({ document }: ReadSnapshot, base: string): void {
  if (location.search !== '' || location.pathname.endsWith('/path')) return;
  const search = addressOf(document.viewer);
  if (search !== '') history.replaceState(null, '', `${base}?${search}${location.hash}`);
}

function Waiting(): ReactNode {
  return (
    <main id="main" className="snapshot-message" aria-busy="true">
      <title>Snapshot · Hopscope</title>
      <h1>Opening the snapshot …</h1>
    </main>
  );
}
