import '@hopscope/panels/theme.css';
import '../page.css';
import './embed.css';
import { tellTimesIn } from '@hopscope/panels';
import { createRoot } from 'react-dom/client';
import { createTokenDesk } from './access.ts';
import { openChannel } from './channel.ts';
import { EmbedPanel } from './EmbedPanel.tsx';
import { PANELS, readEmbedQuery } from './embed-query.ts';
import { createPanelReader } from './panel-reader.ts';

const facts = readFacts(document.querySelector('meta[name="hopscope-embed"]')?.getAttribute('content') ?? '');
const fragment = new URLSearchParams(location.hash.slice(1));
const query = readEmbedQuery(location.search, Date.now());
tellTimesIn(query);
for (const warning of query.warnings) console.warn(`Hopscope: ${warning}`);
// Our own pages may always frame a panel, as the preview does.
const channel = await openChannel(fragment.get('channel') ?? '', [...facts.origins, new URL(document.baseURI).origin]);
const link = fragment.get('link') ?? '';
const desk = createTokenDesk(channel, /^[\w-]{1,200}$/.test(link) ? link : '');
const reader = createPanelReader(facts.panel, desk.access);
createRoot(document.getElementById('root')!).render(
  <EmbedPanel panel={facts.panel} first={query} reader={reader} channel={channel} onToken={desk.take} />,
);

/** What the server wrote into the page. */
function readFacts(text: string): { panel: (typeof PANELS)[number]; origins: string[] } {
  const read = JSON.parse(text || '{}') as { panel?: string; origins?: string[] };
  return { panel: PANELS.find((name) => name === read.panel) ?? 'problems', origins: read.origins ?? [] };
}
