import { LargeMap, type LargeMapProps } from './large/LargeMap.tsx';
import { SmallMap } from './SmallMap.tsx';

export type MeshMapProps = LargeMapProps;

/** Up to here every card and line is an element of the page, and names can be read when all of it is in view. */
const MOST_ON_SMALL_MAP = 150;

/** The mesh as a map: in lanes while all of it can be read at once, else on a canvas that is looked at from near and far. */
export function MeshMap(props: MeshMapProps) {
  return props.view.nodes.size > MOST_ON_SMALL_MAP ? <LargeMap {...props} /> : <SmallMap {...props} />;
}
