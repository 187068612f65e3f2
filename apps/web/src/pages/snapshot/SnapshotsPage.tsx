import { useCallback, useEffect, useState } from 'react';
import { RevokeNamespace } from './RevokeNamespace.tsx';
import { SnapshotRow } from './SnapshotRow.tsx';
import { type KeptSnapshot, listSnapshots, revokeSnapshots, type SnapshotList } from './snapshot-api.ts';
import './snapshot.css';

const COLUMNS = ['Chosen', 'Snapshot', 'Owner', 'Taken', 'Ends', 'State', 'For', 'Redacted', 'Views', 'Size', 'Change'];

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
    setTrouble('');
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
          <RevokeNamespace isEverybodys={list.admin && list.login} onDone={load} onFail={fail} />
          <div className="snapshots-table">
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
                  <SnapshotRow
                    key={snapshot.id}
                    snapshot={snapshot}
                    isChosen={chosen.has(snapshot.id)}
                    onToggle={() => toggle(snapshot.id)}
                    isAdmin={list.admin}
                    act={act}
                  />
                ))}
              </tbody>
            </table>
          </div>
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
