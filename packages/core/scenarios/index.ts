export type { Bundle, KubeObject, Reading, ReadingError, Unread } from './bundle.ts';
export type { Ask, Blame, Expectation, Scenario, Verdict } from './scenario.ts';
export { mesh, Mesh, TAKEN_AT } from './mesh/mesh.ts';
export type { MeshOptions } from './mesh/mesh.ts';
export { demoAtRest } from './demo/rest.ts';
export { DEMO_STORY, demoBundle } from './demo/story.ts';
export type { Chapter, ChapterId } from './demo/story.ts';
export { scenarios } from './scenarios.ts';
