import { CopyButton, fetched } from '@hopscope/panels';
import { type RefObject, useState } from 'react';
import { SnapshotForm } from './SnapshotForm.tsx';
import './snapshot.css';

/** Comes with the first who asks for it. */
const EmbedForm = fetched(() => import('../embed/EmbedForm.tsx').then((form) => form.EmbedForm));

/** Says first that there are three kinds of links, which are easily taken for one another. */
export function ShareDialog({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const [kind, setKind] = useState<'view' | 'snapshot' | 'embed'>('snapshot');
  return (
    <dialog ref={dialog} className="share" aria-labelledby="share-title">
      <h2 id="share-title">Share</h2>
      <fieldset className="share-kinds">
        <legend>Which link?</legend>
        <label>
          <input type="radio" name="kind" checked={kind === 'snapshot'} onChange={() => setKind('snapshot')} />
          <span>
            <strong>Snapshot link</strong>: this moment, frozen. It stays as it is until it expires.
          </span>
        </label>
        <label>
          <input type="radio" name="kind" checked={kind === 'view'} onChange={() => setKind('view')} />
          <span>
            <strong>View link</strong>: the address of this page. It shows the mesh as it is when it is opened, so
            something else later, and whoever opens it must be able to reach this server.
          </span>
        </label>
        <label>
          <input type="radio" name="kind" checked={kind === 'embed'} onChange={() => setKind('embed')} />
          <span>
            <strong>Embed</strong>: a panel in another page, a wiki or a portal. It shows the mesh as it is.
          </span>
        </label>
      </fieldset>
      {kind === 'embed' ? (
        <EmbedForm />
      ) : kind === 'view' ? (
        <p className="share-link">
          <code className="hs-code">{location.href}</code>
          <CopyButton text={location.href} label="Copy the view link" />
        </p>
      ) : (
        <SnapshotForm />
      )}
      <form method="dialog">
        <button type="submit" className="hs-button">
          Close
        </button>
      </form>
    </dialog>
  );
}
