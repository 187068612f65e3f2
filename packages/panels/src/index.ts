/** The public names of the panels. */
export * from './marks/BlameChip.tsx';
export * from './marks/mark-shape.ts';
export * from './marks/Prose.tsx';
export * from './marks/StateIcon.tsx';
export * from './marks/TimeAgo.tsx';
export * from './marks/time.ts';
