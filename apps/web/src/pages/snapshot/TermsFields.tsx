import { useEffect, useState } from 'react';
import { type Audience, type Expiry, listSnapshots, type SnapshotList, type Terms } from './snapshot-api.ts';

const EXPIRIES: readonly (readonly [Expiry, string])[] = [
  ['1h', '1 hour'],
  ['1d', '1 day'],
  ['7d', '7 days'],
  ['30d', '30 days'],
];

/** For whom and how long, with what this server allows. */
export function TermsFields({ terms, onChange }: { readonly terms: Terms; readonly onChange: (terms: Terms) => void }) {
  const [standing, setStanding] = useState<SnapshotList | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    listSnapshots(false).then(setStanding, (error: unknown) =>
      setTrouble(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  return (
    <>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
      <label>
        Title
        <input
          maxLength={200}
          value={terms.title}
          onChange={(event) => onChange({ ...terms, title: event.target.value })}
        />
      </label>
      <label>
        Ends after
        <select
          value={terms.expires}
          onChange={(event) => onChange({ ...terms, expires: event.target.value as Expiry })}
        >
          {EXPIRIES.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        Who may open it
        <select
          value={terms.audience}
          onChange={(event) => onChange({ ...terms, audience: event.target.value as Audience })}
        >
          <option value="me">only me</option>
          {standing?.rights ? <option value="namespaces">who has one of its namespaces</option> : null}
          <option value="signed-in">everybody who is signed in</option>
          {standing?.anyoneAllowed ? <option value="anyone">anyone with the link</option> : null}
        </select>
      </label>
      {standing?.rights ? (
        <label>
          Viewers see
          <select
            value={terms.rights}
            onChange={(event) => onChange({ ...terms, rights: event.target.value as Terms['rights'] })}
          >
            <option value="">their own namespaces, where the server can tell</option>
            <option value="as-captured">all of it, as captured</option>
          </select>
        </label>
      ) : null}
      {standing?.namespaces ? (
        <p className="share-note">
          It holds what you may see yourself: {standing.namespaces.join(', ') || 'no namespace'}.
        </p>
      ) : null}
      {standing?.login === false ? (
        <p className="share-note">
          This server has no login: whoever reaches it and has the link can open it, whichever you choose.
        </p>
      ) : null}
    </>
  );
}
