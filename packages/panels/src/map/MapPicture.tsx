import type { MeshReport } from '@hopscope/core';
import type { MeshLayout, PlacedIsland } from '../layout/plan.ts';
import { HopFlag } from './HopFlag.tsx';
import { isProblemLook, LOOK_ORDER } from './link-look.ts';
import { MapLink } from './MapLink.tsx';
import { MapNode } from './MapNode.tsx';
import {
  EXTERNAL,
  isOutsider,
  type MapView,
  membershipOf,
  OUTSIDE,
  speakOf,
  type ViewLink,
  type ViewNode,
} from './map-view.ts';
import { stopsOf } from './stops.ts';

export interface MapPictureProps {
  readonly view: MapView;
  readonly layout: MeshLayout;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  readonly selected: string;
  /** ids of what stands out */
  readonly lit: ReadonlySet<string>;
  readonly focus: string;
}

const NAMES: Readonly<Record<string, string>> = { [OUTSIDE]: 'outside', [EXTERNAL]: 'outside the cluster' };

/** Islands below, links over them with problems on top, cards above all. */
export function MapPicture({ view, layout, report, problemsOnly, selected, lit, focus }: MapPictureProps) {
  const links = [...view.links.values()].filter(({ look }) => !problemsOnly || isProblemLook(look));
  const touched = new Set(links.flatMap(({ link }) => [link.from, link.to]));
  const isQuiet = ({ node, state }: ViewNode) => problemsOnly && !touched.has(node.id) && state === 'ok';
  const chosen = view.links.get(selected);
  const stops = chosen ? stopsOf(chosen.link, report) : [];
  return (
    <>
      {layout.islands.map((island) => (
        <Island key={island.group} island={island} membership={membershipOf(view, island.group)} />
      ))}
      {problemsLast(links).map(({ link, look, waypoint }) => (
        <MapLink
          key={link.id}
          id={link.id}
          route={layout.links.get(link.id)!}
          look={look}
          waypoint={waypoint}
          spoken={speakOf(view, link.id)}
          isLit={lit.has(link.id)}
          isSelected={link.id === selected}
          isFocusable={link.id === focus}
        />
      ))}
      {[...view.nodes.values()].map((one) => (
        <MapNode
          key={one.node.id}
          placed={layout.nodes.get(one.node.id)!}
          name={one.node.name}
          aside={asideOf(one)}
          state={one.state}
          isOut={isOutsider(one)}
          isGone={one.isGone}
          spoken={speakOf(view, one.node.id)}
          isQuiet={isQuiet(one)}
          isLit={lit.has(one.node.id)}
          isSelected={one.node.id === selected}
          isFocusable={one.node.id === focus}
        />
      ))}
      {stops.length > 0 ? <HopFlag at={layout.links.get(selected)!.mark} stops={stops} /> : null}
    </>
  );
}

/** The worse a link is, the higher it lies. The order depends on states, the places do not. */
function problemsLast(links: readonly ViewLink[]): ViewLink[] {
  return [...links].sort((a, b) => LOOK_ORDER.indexOf(b.look) - LOOK_ORDER.indexOf(a.look));
}

function asideOf({ node, isGone }: ViewNode): string {
  if (isGone) return 'gone';
  if (node.kind === 'outside') return '';
  if (node.pods > 0 || node.kind === 'service' || node.kind === 'workload') return `${node.readyPods} of ${node.pods}`;
  return node.kind;
}

function Island({ island, membership }: { readonly island: PlacedIsland; readonly membership: string }) {
  const { group, x, y, width, height } = island;
  const name = NAMES[group] ?? group;
  return (
    <g className="hs-island">
      <rect
        className="hs-island-box"
        data-out={membership === 'not in the mesh' || group in NAMES}
        {...{ x, y, width, height }}
        rx={12}
      />
      <text className="hs-island-title" x={x + 14} y={y + 20}>
        <tspan className="hs-island-name">{name}</tspan>
        {membership === '' ? null : <tspan dx={6}>{membership}</tspan>}
      </text>
    </g>
  );
}
