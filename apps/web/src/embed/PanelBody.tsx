import { lazy, Suspense } from 'react';
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

/** Each panel is a piece of its own: a page of problems loads no map. */
const ProblemsBody = lazy(() => import('./ProblemsBody.tsx').then((body) => ({ default: body.ProblemsBody })));
const MapBody = lazy(() => import('./MapBody.tsx').then((body) => ({ default: body.MapBody })));
const PathBody = lazy(() => import('./PathBody.tsx').then((body) => ({ default: body.PathBody })));
const SubjectBody = lazy(() => import('./SubjectBody.tsx').then((body) => ({ default: body.SubjectBody })));
const ChangesBody = lazy(() => import('./ChangesBody.tsx').then((body) => ({ default: body.ChangesBody })));

/** What a panel shows of its data; below 480 px the map is the list of problems. */
export function PanelBody(props: BodyProps) {
  return (
    <Suspense fallback={<p className="embed-note">Drawing …</p>}>
      <Chosen {...props} />
    </Suspense>
  );
}

function Chosen(props: BodyProps) {
  const { panel, isNarrow } = props;
  if (panel === 'map') return isNarrow ? <ProblemsBody {...props} /> : <MapBody {...props} />;
  if (panel === 'path') return <PathBody {...props} />;
  if (panel === 'changes') return <ChangesBody {...props} />;
  return panel === 'problems' ? <ProblemsBody {...props} /> : <SubjectBody {...props} />;
}
