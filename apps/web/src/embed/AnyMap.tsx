import { MeshMap } from '@hopscope/panels';
import type { SmallMapProps } from '@hopscope/panels/small-map';
import { layOut } from '../mesh/lay-out.ts';

/** The map of any mesh; nothing is moved in a panel. */
export function AnyMap(props: SmallMapProps) {
  return <MeshMap {...props} layOut={layOut} pins={[]} onPin={() => {}} />;
}
