export type { Bundle, KubeObject, Reading, ReadingError, Unread } from './bundle.ts';
export { demoAtRest } from './demo/rest.ts';
export type { Chapter, ChapterId } from './demo/story.ts';
export { DEMO_STORY, demoBundle } from './demo/story.ts';
export { Mesh, mesh } from './mesh/mesh.ts';
export type { MeshOptions } from './mesh/start-spec.ts';
export { TAKEN_AT } from './mesh/start-spec.ts';
export type { Ask, Blame, Expectation, Scenario, Verdict } from './scenario.ts';
export { scenarios } from './scenarios.ts';
