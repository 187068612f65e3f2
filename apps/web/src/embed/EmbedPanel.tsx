import { formatClock, TimeAgo } from '@hopscope/panels';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useNow } from '../shell/use-now.ts';
import type { Channel } from './channel.ts';
import type { EmbedQuery, PanelName } from './embed-query.ts';
import { fullUrl } from './full-url.ts';
import { PanelBody } from './PanelBody.tsx';
import type { PanelState } from './panel-reader.ts';
import { shownState } from './shown-state.ts';
import { type PanelProps, useFrame, useNarrow, usePanel } from './use-panel.ts';

const TITLES: Readonly<Record<PanelName, string>> = {
  map: 'Map of the mesh',
  path: 'Path',
  edge: 'Call',
  workload: 'Workload',
  namespace: 'Namespace',
  problems: 'Problems of the mesh',
  changes: 'Changes in the mesh',
};

const [AGES_MOVE_EVERY, MAP_FROM] = [10_000, 480];

/** One panel in its frame: title, one of five states, and the way to the whole. */
export function EmbedPanel({ panel, ...props }: PanelProps & { readonly panel: PanelName }) {
  const frame = useRef<HTMLElement>(null);
  const { query, reading } = usePanel(panel, props);
  const { channel } = props;
  const isNarrow = useNarrow(frame, MAP_FROM);
  const now = useNow(AGES_MOVE_EVERY);
  useFrame(frame, query, props);
  useEffect(() => channel?.send({ type: 'ready', panel }), [channel, panel]);
  const title = titleOf(panel, query);
  return (
    <main
      ref={frame}
      className="embed"
      data-state={shownState(panel, reading, query)}
      data-fit={query.fit}
      aria-label={`${title}, Hopscope`}
      aria-busy={reading.state === 'loading'}
      onClickCapture={(event) => follow(event, query, channel)}
      inert={!query.interactive}
    >
      <title>{`${title} · Hopscope`}</title>
      {query.hide.has('title') ? null : (
        <header className="embed-head">
          <h1>{title}</h1>
          <Age reading={reading} query={query} now={now} />
          {query.links === 'none' ? null : (
            <a className="hs-button" href={fullUrl(panel, query, 'data' in reading ? reading.data : null)}>
              Open in full
            </a>
          )}
        </header>
      )}
      <Content panel={panel} query={query} reading={reading} isNarrow={isNarrow} now={now} channel={channel} />
    </main>
  );
}

function titleOf(panel: PanelName, { namespaces, focus, ask }: EmbedQuery): string {
  const what = panel === 'path' || panel === 'edge' ? ask : focus || namespaces.join(', ');
  return what === '' ? TITLES[panel] : `${TITLES[panel]}: ${what}`;
}

interface AgeProps {
  readonly reading: PanelState;
  readonly query: EmbedQuery;
  readonly now: number;
}

/** A zone that was asked for is told with the time in it: what stands beside it on the host's page may be of another. */
function Age({ reading, query: { timeZone }, now }: AgeProps) {
  if (!('data' in reading)) return null;
  return (
    <p className="embed-age">
      as of {timeZone === null ? null : `${formatClock(reading.data.asOf, now)} (${timeZone}), `}
      <TimeAgo at={reading.data.asOf} now={now} />
    </p>
  );
}

interface ContentProps {
  readonly panel: PanelName;
  readonly query: EmbedQuery;
  readonly reading: PanelState;
  readonly isNarrow: boolean;
  readonly now: number;
  readonly channel: Channel | null;
}

function Content({ reading, ...rest }: ContentProps) {
  if (reading.state === 'loading') return <p className="embed-note">Reading the mesh …</p>;
  if (reading.state === 'error') {
    return (
      <div className="embed-note" role="alert">
        <h2>This panel cannot be shown</h2>
        <p>{reading.message}</p>
        <p className="hs-quiet">
          Code: <code>{reading.code}</code>
        </p>
      </div>
    );
  }
  return (
    <>
      {reading.state === 'stale' ? (
        <p className="embed-stale" role="status">
          {reading.message} What stands here was known before.
        </p>
      ) : null}
      <PanelBody data={reading.data} {...rest} />
    </>
  );
}

/** Links lead where the host wants them: a tab of their own, a message to it, or nowhere. */
function follow(event: MouseEvent, { links }: EmbedQuery, channel: Channel | null): void {
  const link = (event.target as Element).closest('a[href]');
  if (link === null) return;
  const href = new URL(link.getAttribute('href')!, document.baseURI).href;
  event.preventDefault();
  event.stopPropagation();
  if (links === 'host') channel?.send({ type: 'navigate', href });
  else if (links === 'tab') window.open(href, '_blank', 'noopener,noreferrer');
}
