/** Pictures whose markup is kept in git: what a change does to the map or to the way of a path shows in its review. */
import type { MeshReport, PathResult } from '@hopscope/core';
import { buildMapView, HopLane, layoutMesh, MapPicture, tellingHop, tellingTrace } from '@hopscope/panels';
import type { ReactNode } from 'react';

/** Scenarios whose pictures are kept: each look of links and each state of hops is in one of them. */
export const GOLDEN_SCENARIOS: readonly string[] = [
  'healthy',
  'healthy-tier0',
  'story-1',
  'story-2',
  'story-3',
  'story-4',
  'story-5a',
  'story-6',
  'story-7a',
  'blame-stale-tunnel',
  'policy-port-denies-nothing',
  'waypoint-no-healthy-upstream',
];

/** Scenarios whose pictures for other places are kept too: all well, a call that is blocked, one that cannot be judged. */
export const GOLDEN_PICTURES: readonly string[] = ['healthy', 'story-2', 'story-5a'];

/** The map of a report as an SVG document: nothing chosen, everything drawn. */
export function GoldenMap({ report }: { readonly report: MeshReport }): ReactNode {
  const view = buildMapView(report, []);
  const layout = layoutMesh(
    [...view.nodes.values()].map(({ node, group }) => ({ id: node.id, group, name: node.name })),
    [...view.links.values()].map(({ link }) => link),
  );
  return (
    <svg xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${layout.width} ${layout.height}`}>
      <title>{report.headline.sentence}</title>
      <MapPicture {...{ view, layout, report, problemsOnly: false, selected: '', focus: '' }} lit={new Set<string>()} />
    </svg>
  );
}

/** The way of a request, the hop that explains the verdict open; nothing where there is no way. */
export function GoldenLane({ path }: { readonly path: PathResult }): ReactNode {
  const trace = path.traces[tellingTrace(path)];
  if (!trace) return null;
  return <HopLane trace={trace} asOf={path.asOf} openSeq={tellingHop(trace)?.seq ?? null} onOpen={() => undefined} />;
}

/** One tag a line, so that a difference is a line; coordinates to a tenth of a pixel. */
export function formatGolden(markup: string): string {
  const rounded = markup.replaceAll(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
  return `${rounded.replaceAll('><', '>\n<')}\n`;
}
