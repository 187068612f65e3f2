/**
 * What d3-zoom uses of d3-transition where nothing is ever animated by d3: nothing runs, so there is nothing to interrupt.
 * Builds put it in the place of that package (`apps/web/vite.config.ts`), which with its colours and easings is 5 KB compressed.
 */
import { selection } from 'd3-selection';

export function interrupt(): void {}

selection.prototype.interrupt = function () {
  return this;
};
