export type { Bundle, KubeObject, Reading, ReadingError, Unread } from './bundle.ts';
export { demoAtRest } from './demo/rest.ts';
export type { Chapter, ChapterId } from './demo/story.ts';
export { DEMO_STORY, demoBundle } from './demo/story.ts';
export type { MeshOptions } from './mesh/mesh.ts';
export { Mesh, mesh, TAKEN_AT } from './mesh/mesh.ts';
export type { Ask, Blame, Expectation, Scenario, Verdict } from './scenario.ts';
export { scenarios } from './scenarios.ts';
