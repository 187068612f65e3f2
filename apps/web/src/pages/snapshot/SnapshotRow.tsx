import { useState } from 'react';
import { formatMoment } from './SnapshotBanner.tsx';
import { type KeptSnapshot, pauseSnapshot, pinSnapshot, renameSnapshot, unpinSnapshot } from './snapshot-api.ts';

export interface SnapshotRowProps {
  readonly snapshot: KeptSnapshot;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
  readonly isAdmin: boolean;
  /** does it, and reads the list anew */
  readonly act: (deed: Promise<unknown>) => void;
}

const OCCASIONS = { person: '', problem: ' (a problem began)', recovery: ' (a problem was over)' } as const;

/** One snapshot of the list, with all that can still be changed about it. */
export function SnapshotRow({ snapshot, isChosen, onToggle, isAdmin, act }: SnapshotRowProps) {
  const { owner, createdAt, expiresAt, state, expired, audience, profile, views, lastViewAt, bytes, locked, pin } =
    snapshot;
  const name = nameOf(snapshot);
  return (
    <tr data-over={isOver(snapshot)}>
      <td>
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={isChosen}
          disabled={state === 'revoked'}
          onChange={onToggle}
        />
      </td>
      <NameCell snapshot={snapshot} />
      <td>{owner}</td>
      <td>{formatMoment(createdAt)}</td>
      <td>{pin === null ? formatMoment(expiresAt) : `kept by ${pin.by}: ${pin.reason}`}</td>
      <td>{state === 'active' && expired ? 'expired' : state}</td>
      <td>{locked ? `${audience}, with a passphrase` : audience}</td>
      <td>{profile}</td>
      <td>
        {views}
        {lastViewAt === null ? '' : `, last ${formatMoment(lastViewAt)}`}
      </td>
      <td>
        {Math.ceil(bytes / 1000)}
        {'\u00a0'}kB
      </td>
      <td>{isOver(snapshot) ? null : <Changes snapshot={snapshot} isAdmin={isAdmin} act={act} />}</td>
    </tr>
  );
}

const nameOf = ({ title, headline, owner }: KeptSnapshot): string => title || headline || `sealed, by ${owner}`;
const isOver = ({ expired, state }: KeptSnapshot): boolean => expired || state === 'revoked';

function NameCell({ snapshot }: { readonly snapshot: KeptSnapshot }) {
  const { id, state, profile, occasion, comments } = snapshot;
  const name = nameOf(snapshot);
  const canOpen = !isOver(snapshot) && state !== 'paused' && profile !== 'sealed';
  return (
    <th scope="row">
      {canOpen ? <a href={`/s/id:${id}`}>{name}</a> : name}
      {OCCASIONS[occasion]}
      {comments === 0 ? '' : ` (${comments === 1 ? '1 comment' : `${comments} comments`})`}
    </th>
  );
}

type ChangesProps = Pick<SnapshotRowProps, 'snapshot' | 'isAdmin' | 'act'>;

function Changes({ snapshot, isAdmin, act }: ChangesProps) {
  const { id, state, title, pin } = snapshot;
  const name = nameOf(snapshot);
  const isPaused = state === 'paused';
  return (
    <>
      <button
        type="button"
        className="hs-button"
        aria-label={`${isPaused ? 'Resume' : 'Pause'} ${name}`}
        onClick={() => act(pauseSnapshot(id, !isPaused))}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <details className="snapshot-change">
        <summary aria-label={`More about ${name}`}>More</summary>
        <OneField label="Title" first={title} submit="Rename" onSubmit={(text) => act(renameSnapshot(id, text))} />
        {isAdmin && pin === null ? (
          <OneField label="Why it is kept" first="" submit="Pin" onSubmit={(text) => act(pinSnapshot(id, text))} />
        ) : null}
        {isAdmin && pin !== null ? (
          <button type="button" className="hs-button" onClick={() => act(unpinSnapshot(id))}>
            Unpin
          </button>
        ) : null}
      </details>
    </>
  );
}

interface OneFieldProps {
  readonly label: string;
  readonly first: string;
  readonly submit: string;
  readonly onSubmit: (text: string) => void;
}

function OneField({ label, first, submit, onSubmit }: OneFieldProps) {
  const [text, setText] = useState(first);
  return (
    <form
      className="snapshot-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text);
      }}
    >
      <label>
        {label} <input required maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit" className="hs-button">
        {submit}
      </button>
    </form>
  );
}
