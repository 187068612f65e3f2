import { useCallback, useEffect, useState } from 'react';
import { formatMoment } from '../snapshot/SnapshotBanner.tsx';
import { type EmbedHost, type EmbedLink, listHosts, listLinks, revokeLink, wordsOf } from './embed-api.ts';
import './embed-dialog.css';

/** Links that open panels, with their end; and, for administrators, who embeds panels. */
export function EmbedsPage() {
  const [links, setLinks] = useState<readonly EmbedLink[] | null>(null);
  const [trouble, setTrouble] = useState('');
  const load = useCallback(() => {
    listLinks().then(
      (answer) => setLinks(answer.links),
      (error: unknown) => setTrouble(wordsOf(error)),
    );
  }, []);
  useEffect(load, [load]);
  const revoke = (id: string) => {
    setTrouble('');
    revokeLink(id).then(load, (error: unknown) => setTrouble(wordsOf(error)));
  };
  return (
    <main id="main" className="embeds-page">
      <title>Panels in other pages · Hopscope</title>
      <h1>Panels in other pages</h1>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
      <section aria-labelledby="embed-links">
        <h2 id="embed-links">Links that are alive</h2>
        {links === null ? null : links.length === 0 ? (
          <p>There are none. Share, on any page, makes one under Embed.</p>
        ) : (
          <Links links={links} onRevoke={revoke} />
        )}
      </section>
      <section aria-labelledby="embed-hosts">
        <h2 id="embed-hosts">Who embeds panels</h2>
        <Hosts />
      </section>
    </main>
  );
}

interface LinksProps {
  readonly links: readonly EmbedLink[];
  readonly onRevoke: (id: string) => void;
}

function Links({ links, onRevoke }: LinksProps) {
  return (
    <section className="embeds-table" aria-label="Links">
      <table>
        <thead>
          <tr>
            {['Link', 'Panel', 'Namespaces', 'Made by', 'Made', 'Ends', 'End it'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {links.map(({ id, title, grant, owner, createdAt, expiresAt }) => (
            <tr key={id}>
              <th scope="row">{title || id}</th>
              <td>{grant.panel}</td>
              <td>{grant.locked.namespaces?.join(', ') ?? 'all'}</td>
              <td>{owner}</td>
              <td>{formatMoment(createdAt)}</td>
              <td>{formatMoment(expiresAt)}</td>
              <td>
                <button
                  type="button"
                  className="hs-button"
                  aria-label={`Revoke ${title || id}, made ${formatMoment(createdAt)}`}
                  onClick={() => onRevoke(id)}
                >
                  Revoke
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Hosts() {
  const [hosts, setHosts] = useState<readonly EmbedHost[] | null>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    listHosts().then(
      (answer) => setHosts(answer.hosts),
      (error: unknown) => setTrouble(wordsOf(error)),
    );
  }, []);
  if (trouble !== '') return <p>{trouble}</p>;
  if (hosts === null) return null;
  if (hosts.length === 0) return <p>No foreign page has shown a panel since this server started.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide it is scrolled by keyboard, and nothing in it takes the focus
    <section className="embeds-table" aria-label="Origins" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {['Origin', 'Panels shown since this server started', 'Last'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hosts.map(({ origin, loads, lastAt }) => (
            <tr key={origin}>
              <th scope="row">{origin}</th>
              <td>{loads}</td>
              <td>{formatMoment(lastAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
