import { useMemo } from 'react';
import { Legend } from '../Legend.tsx';
import { isOutsider, type MapView } from '../map-view.ts';
import type { Level } from './level.ts';

export interface LargeLegendProps {
  readonly view: MapView;
  readonly level: Level;
  readonly hasStubs: boolean;
}

/** Explains the signs of the level that is looked at. */
export function LargeLegend({ view, level, hasStubs }: LargeLegendProps) {
  const used = useMemo(() => usedSigns(view), [view]);
  return (
    <Legend {...used} hasWaypoint={used.hasWaypoint && (level === 'workload' || level === 'hops')}>
      {level === 'mesh' ? (
        <li>
          <svg width={22} height={22} aria-hidden="true">
            <circle className="hs-legend-outer" cx={11} cy={11} r={9} />
            <circle className="hs-legend-inner" cx={11} cy={11} r={4.5} />
          </svg>
          namespace: calls outside, services inside
        </li>
      ) : null}
      {level === 'mesh' || level === 'namespace' ? (
        <li>
          <svg width={30} height={22} aria-hidden="true">
            <path className="hs-legend-bundle" d="M1,15Q15,3 29,15" />
          </svg>
          calls between namespaces, added up
        </li>
      ) : null}
      {level === 'hops' ? (
        <li>
          <svg width={16} height={22} aria-hidden="true">
            <rect className="hs-hop-stop" x={3} y={6} width={10} height={10} rx={2} />
          </svg>
          ztunnel
        </li>
      ) : null}
      {hasStubs ? <li>+N: services not drawn; a click draws them</li> : null}
    </Legend>
  );
}

function usedSigns(view: MapView) {
  const links = [...view.links.values()];
  return {
    looks: new Set(links.map(({ look }) => look)),
    hasWaypoint: links.some(({ waypoint }) => waypoint !== ''),
    hasOutsiders: [...view.nodes.values()].some(isOutsider),
  };
}
