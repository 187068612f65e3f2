import { fetched } from '../fetched/fetched.tsx';
import type { LargeMapProps } from './large/LargeMap.tsx';
import './map.css';
import { isForLargeMap } from './map-view.ts';

export type MeshMapProps = LargeMapProps;

const SmallMap = fetched<LargeMapProps>(
  () => import('./SmallMap.tsx').then((part) => part.SmallMap),
  () => <Waiting frame="hs-map-frame" words="Drawing …" />,
);

const LargeMap = fetched<LargeMapProps>(
  () => import('./large/LargeMap.tsx').then((part) => part.LargeMap),
  ({ view: { nodes } }) => (
    <Waiting frame="hs-map-frame hs-large-frame" words={`Laying out ${nodes.size.toLocaleString('en')} services …`} />
  ),
);

/** Brings the map before it is drawn, where it is known already how many things will be on it. */
export const bringMap = (things: number): Promise<void> => (isForLargeMap(things) ? LargeMap : SmallMap).bring();

/** The mesh as a map: in lanes while all of it can be read at once, else on a canvas that is looked at from near and far. */
export function MeshMap(props: MeshMapProps) {
  return isForLargeMap(props.view.nodes.size) ? <LargeMap {...props} /> : <SmallMap {...props} />;
}

/** As high as the map that is to come. */
function Waiting({ frame, words }: { readonly frame: string; readonly words: string }) {
  return (
    <figure className="hs-map">
      <div className={frame} aria-busy={true}>
        <p className="hs-map-wait">{words}</p>
      </div>
    </figure>
  );
}
