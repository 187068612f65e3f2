import { fetched } from '@hopscope/panels';
import type { Channel } from './channel.ts';
import type { EmbedQuery, PanelName } from './embed-query.ts';
import type { PanelData } from './panel-reader.ts';

export interface BodyProps {
  readonly panel: PanelName;
  readonly data: PanelData;
  readonly query: EmbedQuery;
  readonly isNarrow: boolean;
  readonly now: number;
  readonly channel: Channel | null;
}

const drawing = () => <p className="embed-note">Drawing …</p>;

/** Each panel is a piece of its own: a page of problems loads no map. */
const ProblemsBody = fetched(() => import('./ProblemsBody.tsx').then((body) => body.ProblemsBody), drawing);
const MapBody = fetched(() => import('./MapBody.tsx').then((body) => body.MapBody), drawing);
const PathBody = fetched(() => import('./PathBody.tsx').then((body) => body.PathBody), drawing);
const SubjectBody = fetched(() => import('./SubjectBody.tsx').then((body) => body.SubjectBody), drawing);
const ChangesBody = fetched(() => import('./ChangesBody.tsx').then((body) => body.ChangesBody), drawing);

/** What a panel shows of its data; below 480 px the map is the list of problems. */
export function PanelBody(props: BodyProps) {
  const { panel, isNarrow } = props;
  if (panel === 'map') return isNarrow ? <ProblemsBody {...props} /> : <MapBody {...props} />;
  if (panel === 'path') return <PathBody {...props} />;
  if (panel === 'changes') return <ChangesBody {...props} />;
  return panel === 'problems' ? <ProblemsBody {...props} /> : <SubjectBody {...props} />;
}
