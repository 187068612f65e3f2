import { type ReactNode, useEffect, useState } from 'react';
import { Router } from 'wouter';

import { addressOf } from '../../mesh/mesh-url.ts';
import { type ReadSnapshot, readSnapshot } from './read-snapshot.ts';
import { SnapshotDiffView } from './SnapshotDiffView.tsx';
import { Trouble } from './SnapshotTrouble.tsx';
import { SnapshotView } from './SnapshotView.tsx';
import { unseal } from './sealed.ts';
import { openByToken } from './snapshot-api.ts';
import './snapshot.css';

type Standing =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly snapshot: ReadSnapshot; readonly title: string; readonly isSealed: boolean }
  | { readonly state: 'failed'; readonly reason: string };

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
  const [link] = useState(() => `${location.origin}${base}${location.hash}`);
  useEffect(() => {
    let isGone = false;
    // It never fails: what goes wrong is its answer.
    void openSnapshot(token, location.hash).then((opened) => {
      if (isGone) return;
      if (opened.state === 'open') restoreView(opened.snapshot, base);
      setStanding(opened);
    });
    return () => {
      isGone = true;
    };
  }, [token, base]);
  if (standing.state === 'opening') return <Waiting />;
  if (standing.state === 'failed') return <Trouble reason={standing.reason} />;
  const { snapshot, title, isSealed } = standing;
  return (
    <Router base={base}>
      <SnapshotView
        snapshot={snapshot}
        name={title || 'snapshot'}
        link={link}
        picture={isSealed ? '' : `${base}/preview.png`}
      >
        {isSealed ? (
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

async function openSnapshot(token: string, hash: string): Promise<Standing> {
  try {
    const { snapshot, file, sealed } = await openByToken(token);
    const text =
      sealed === undefined ? { ok: true as const, text: file ?? '' } : await unseal(sealed, hash.replace(/^#k=/, ''));
    if (!text.ok) return { state: 'failed', reason: text.reason };
    const read = await readSnapshot(text.text);
    if (!read.ok) return { state: 'failed', reason: read.reason };
    return { state: 'open', snapshot: read.snapshot, title: snapshot.title, isSealed: sealed !== undefined };
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The first look is the one of whoever took it; a reader's own address stays. */
function restoreView({ document }: ReadSnapshot, base: string): void {
  if (location.search !== '' || location.pathname.endsWith('/path')) return;
  const search = addressOf(document.viewer);
  if (search !== '') history.replaceState(null, '', `${base}?${search}${location.hash}`);
}

function SaveFile({ text }: { readonly text: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: 'hopscope-snapshot.json' });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <button type="button" className="hs-button" onClick={save}>
      Save as JSON
    </button>
  );
}

function Waiting(): ReactNode {
  return (
    <main id="main" className="snapshot-message" aria-busy="true">
      <title>Snapshot · Hopscope</title>
      <h1>Opening the snapshot …</h1>
    </main>
  );
}
