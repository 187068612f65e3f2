/** Lays large meshes out beside the page, which goes on answering meanwhile. */
import { layoutLarge, type Structure } from '@hopscope/panels/layout';

export interface LayoutJob {
  readonly number: number;
  readonly structure: Structure;
}

addEventListener('message', ({ data }: MessageEvent<LayoutJob>) => {
  const layout = layoutLarge(data.structure);
  const arrays = [layout.nodeX, layout.nodeY, layout.islandX, layout.islandY, layout.islandRadius];
  postMessage({ number: data.number, layout }, { transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) });
});
