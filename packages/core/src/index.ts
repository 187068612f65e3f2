/** The public names of core. */
export * from './state/refs.ts';
export * from './state/kinds.ts';
export * from './state/source-status.ts';
export * from './state/mesh-state.ts';
export * from './path/query.ts';
export * from './path/hop-kind.ts';
export * from './checks/detection.ts';
export * from './graph/mesh-graph.ts';
export * from './report/path-result.ts';
export * from './report/mesh-report.ts';
