import { useCallback, useEffect, useState } from 'react';
import { formatMoment } from './SnapshotBanner.tsx';
import { type KeptSnapshot, listSnapshots, pauseSnapshot, revokeSnapshots, type SnapshotList } from './snapshot-api.ts';
import './snapshot.css';

const COLUMNS = ['Chosen', 'Snapshot', 'Taken', 'Ends', 'State', 'For', 'Redacted', 'Views', 'Size', 'Pause'];

/** What is kept, for whom, how often it was looked at; and its end. */
export function SnapshotsPage() {
  const [list, setList] = useState<SnapshotList | null>(null);
  const [trouble, setTrouble] = useState('');
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const fail = useCallback((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)), []);
  const load = useCallback(() => {
    listSnapshots(all).then(setList, fail);
  }, [all, fail]);
  useEffect(load, [load]);
  const act = (deed: Promise<unknown>) => {
    deed.then(load, fail);
    setChosen(new Set());
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <main id="main" className="snapshots-page">
      <title>Snapshots · Hopscope</title>
      <h1>Snapshots</h1>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
      {list?.admin && list.login ? (
        <label>
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> Everybody’s
        </label>
      ) : null}
      {list === null ? null : list.snapshots.length === 0 ? (
        <p>There are none. Share, on the page of the mesh or of a path, makes one.</p>
      ) : (
        <>
          <p className="share-steps">
            <button
              type="button"
              className="hs-button"
              disabled={chosen.size === 0}
              onClick={() => act(revokeSnapshots([...chosen]))}
            >
              Revoke {chosen.size === 0 ? 'those chosen' : chosen.size}
            </button>
            <CompareLink chosen={list.snapshots.filter(({ id }) => chosen.has(id))} />
          </p>
          <table>
            <thead>
              <tr>
                {COLUMNS.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.snapshots.map((snapshot) => (
                <Row
                  key={snapshot.id}
                  snapshot={snapshot}
                  isChosen={chosen.has(snapshot.id)}
                  onToggle={() => toggle(snapshot.id)}
                  onPause={(paused) => act(pauseSnapshot(snapshot.id, paused))}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
    </main>
  );
}

function CompareLink({ chosen }: { readonly chosen: readonly KeptSnapshot[] }) {
  const [first, second] = [...chosen].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (!first || !second || chosen.length !== 2) return null;
  return (
    <a className="hs-button" href={`/s/id:${first.id}/id:${second.id}`}>
      Compare both
    </a>
  );
}

interface RowProps {
  readonly snapshot: KeptSnapshot;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
  readonly onPause: (paused: boolean) => void;
}

const OCCASIONS = { person: '', problem: ' (a problem began)', recovery: ' (a problem was over)' } as const;

function Row({ snapshot, isChosen, onToggle, onPause }: RowProps) {
  const {
    id,
    title,
    headline,
    owner,
    createdAt,
    expiresAt,
    state,
    expired,
    audience,
    profile,
    views,
    lastViewAt,
    bytes,
  } = snapshot;
  const name = title || headline || `sealed, by ${owner}`;
  const isOver = expired || state === 'revoked';
  return (
    <tr data-over={isOver}>
      <td>
        <input
          type="checkbox"
          aria-label={`Choose ${name}`}
          checked={isChosen}
          disabled={state === 'revoked'}
          onChange={onToggle}
        />
      </td>
      <th scope="row">
        {isOver || state === 'paused' || profile === 'sealed' ? name : <a href={`/s/id:${id}`}>{name}</a>}
        {OCCASIONS[snapshot.occasion]}
      </th>
      <td>{formatMoment(createdAt)}</td>
      <td>{formatMoment(expiresAt)}</td>
      <td>{state === 'active' && expired ? 'expired' : state}</td>
      <td>{audience}</td>
      <td>{profile}</td>
      <td>
        {views}
        {lastViewAt === null ? '' : `, last ${formatMoment(lastViewAt)}`}
      </td>
      <td>{Math.ceil(bytes / 1000)} kB</td>
      <td>
        {isOver ? null : (
          <button type="button" className="hs-button" onClick={() => onPause(state !== 'paused')}>
            {state === 'paused' ? 'Resume' : 'Pause'}
          </button>
        )}
      </td>
    </tr>
  );
}
