import { lazy, Suspense } from 'react';
import type { LargeMapProps } from './large/LargeMap.tsx';
import './map.css';
import { SmallMap } from './SmallMap.tsx';

export type MeshMapProps = LargeMapProps;

/** Up to here every card and line is an element of the page, and names can be read when all of it is in view. */
export const MOST_ON_SMALL_MAP = 150;

/** Fetches the large map before it is drawn, where it is known already that one will be. */
export const loadLargeMap = () => import('./large/LargeMap.tsx');

const LargeMap = lazy(() => loadLargeMap().then((module) => ({ default: module.LargeMap })));

/** The mesh as a map: in lanes while all of it can be read at once, else on a canvas that is looked at from near and far. */
export function MeshMap(props: MeshMapProps) {
  if (props.view.nodes.size <= MOST_ON_SMALL_MAP) return <SmallMap {...props} />;
  return (
    <Suspense fallback={<Waiting services={props.view.nodes.size} />}>
      <LargeMap {...props} />
    </Suspense>
  );
}

/** As high as the map that is to come. */
function Waiting({ services }: { readonly services: number }) {
  return (
    <figure className="hs-map">
      <div className="hs-map-frame hs-large-frame" aria-busy={true}>
        <p className="hs-large-wait">Laying out {services.toLocaleString('en')} services …</p>
      </div>
    </figure>
  );
}
