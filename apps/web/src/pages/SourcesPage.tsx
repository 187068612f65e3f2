import { TierList } from '@hopscope/panels';
import { useQueryClient } from '@tanstack/react-query';
import type { SourcesReading } from '../report-source.ts';
import { useSources } from '../use-report.ts';
import './sources-page.css';

/** What Hopscope sees of the mesh, how fresh it is, what it misses, and what to change to see more. */
export function SourcesPage() {
  const reading = useSources();
  return (
    <main className="sources-page" id="main">
      <title>Sources · Hopscope</title>
      <h1>What Hopscope sees</h1>
      {reading.state === 'loading' ? <p className="sources-wait">Asking what was read…</p> : null}
      {reading.state === 'error' ? <Trouble message={reading.message} /> : null}
      {reading.state === 'stale' ? (
        <p className="sources-stale" role="status">
          {reading.message} What stands here was known before.
        </p>
      ) : null}
      {'data' in reading ? <Sources sources={reading.data} /> : null}
    </main>
  );
}

function Sources({ sources: { statuses, tiers, ignored } }: { readonly sources: SourcesReading }) {
  return (
    <>
      <p className="sources-sum">{sumOf(tiers)}</p>
      <TierList tiers={tiers} statuses={statuses} />
      {ignored.length === 0 ? null : (
        <section className="hs-card sources-ignored">
          <h2>Not understood</h2>
          <ul>
            {ignored.map(({ path, why }) => (
              <li key={path}>
                {path}: {why}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** One sentence on what a verdict can rest on. */
function sumOf(tiers: SourcesReading['tiers']): string {
  const missing = tiers.filter(({ state }) => state !== 'on').map(({ name }) => name);
  if (missing.length === 0) return 'Everything that Hopscope knows to ask is read.';
  const [objects] = tiers;
  const nothing = missing.length === tiers.length;
  if (nothing && objects?.answered === 0) return 'Nothing was read. No verdict can be given.';
  return `Not or only partly read: ${missing.join(', ')}. What hangs on it is said to be unknown, never healthy.`;
}

function Trouble({ message }: { readonly message: string }) {
  const cache = useQueryClient();
  return (
    <div className="sources-trouble" role="alert">
      <p>{message}</p>
      <button type="button" className="hs-button" onClick={() => void cache.resetQueries({ queryKey: ['sources'] })}>
        Try again
      </button>
    </div>
  );
}
