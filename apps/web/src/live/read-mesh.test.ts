import { afterEach, expect, it, vi } from 'vitest';
import type { MeshReading } from '../report-source.ts';
import type { Delta } from './delta.ts';
import { followDelta } from './read-mesh.ts';

const before = {
  revision: 1,
  report: { graph: { nodes: [], links: [] }, nodes: {}, links: { a: { verdict: 'delivered' } }, causes: [] },
} as unknown as MeshReading;

const delta = {
  from: 1,
  revision: 2,
  structure: false,
  causes: true,
  sources: false,
  links: { up: { a: { verdict: 'blocked' } }, del: [] },
  nodes: { up: {}, del: [] },
} as unknown as Delta;

afterEach(() => vi.unstubAllGlobals());

it('tells what fails before the reasons for it are read, and does not call that the new revision', async () => {
  let answer: (value: Response) => void = () => undefined;
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)));
  const early: MeshReading[] = [];
  const whole = followDelta(before, delta, new AbortController().signal, (reading) => early.push(reading));
  expect(early.map(({ revision, report }) => [revision, report.links['a']!.verdict])).toEqual([[1, 'blocked']]);
  answer(Response.json({ revision: 2, causes: [{ key: 'why' }], notEvaluated: [], cannotJudge: [] }));
  const { revision, report } = await whole;
  expect([revision, report.links['a']!.verdict, report.causes.length]).toEqual([2, 'blocked', 1]);
});
