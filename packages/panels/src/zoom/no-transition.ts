/**
 * In the place of d3-transition, which d3-zoom brings along for animations that no map of ours has: with its colours and
 * easings it is 5 KB compressed. Builds put it there (`apps/web/vite.config.ts`).
 */
export function interrupt(): void {}
