/** The public names of the panels. */
export * from './marks/BlameChip.tsx';
export * from './marks/mark-shape.ts';
export * from './marks/Prose.tsx';
export * from './marks/StateIcon.tsx';
export * from './marks/TimeAgo.tsx';
export * from './marks/time.ts';
export * from './path/AlsoBlocking.tsx';
export * from './path/CopyButton.tsx';
export * from './path/HopLane.tsx';
export * from './path/NotChecked.tsx';
export * from './path/PathVerdict.tsx';
export * from './path/path-text.ts';
export * from './path/path-words.ts';
export * from './path/TraceTabs.tsx';
