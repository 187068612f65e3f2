/** One frame of the large map, from the ground up: islands, bundles, lines, nodes, failing links, names. */
import { paintFailingLines, paintFailingMarks } from './paint-failing.ts';
import { paintHops } from './paint-hops.ts';
import { paintIslands } from './paint-islands.ts';
import { paintLabels } from './paint-labels.ts';
import { paintBundles, paintLines } from './paint-links.ts';
import { paintNodes } from './paint-nodes.ts';
import { type Painted, penOf, type Scene, type View } from './scene.ts';

/** Paints the frame; `shown` is what `chooseShown` says for its scale, `ratio` the screen's pixels by CSS pixel. */
export function paintMap(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  frame: { readonly shown: Uint8Array; readonly ratio: number },
): Painted {
  const pen = penOf(context, scene, view, frame.shown);
  context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
  context.fillStyle = scene.colours.surface;
  context.fillRect(0, 0, view.width, view.height);
  const isNear = pen.level === 'workload' || pen.level === 'hops';
  if (pen.level === 'mesh') paintBundles(pen);
  const islands = paintIslands(pen);
  if (pen.level === 'namespace') paintBundles(pen);
  const labels = isNear ? [] : [...islands.labels];
  const links = pen.level === 'mesh' && scene.light.links.length === 0 ? 0 : paintLines(pen);
  // From near, names on cards are read: a line goes behind them, its mark stands before all.
  const failing = isNear ? paintFailingLines(pen) : [];
  const nodes = paintNodes(pen, labels);
  const problems = paintFailingMarks(pen, isNear ? failing : paintFailingLines(pen), labels);
  if (isNear) {
    paintHops(pen);
    labels.push(...islands.labels);
  }
  const placed = paintLabels(context, scene.colours, labels, view.width);
  return { level: pen.level, islands: islands.count, nodes, links, problems, labels: placed, stubs: islands.stubs };
}
