/** Questions about a whole bundle, with several acceptable answers. */
import {
  analyze,
  explain,
  type MeshReport,
  type MeshState,
  type PathQuery,
  parseFrom,
  parseTo,
  refId,
} from '@hopscope/core';
import { type Case, type Json, NotAnswered, object, objects, text, texts } from '../case.ts';
import type { Outcome } from '../outcome.ts';
import { normalized } from '../state.ts';
import { complaintsAbout, summaryOf } from './bundle-grading.ts';

/** One outcome for each question of the bundle, and one for its findings. */
export function answerBundle(one: Case): Outcome[] {
  const asked = objects(one.raw['questions']);
  const base = (name: string, kind: string) => ({ id: `${one.id}#${name}`, corpus: one.corpus, kind });
  const state = normalized(one.raw['bundle']);
  const outcomes = asked.map((question, i) =>
    graded(base(String(i + 1), 'questions'), question['expected'], () => ask(state, question)),
  );
  const findings = object(one.raw['findings']);
  if (Object.keys(findings).length === 0) return outcomes;
  return [...outcomes, graded(base('findings', 'findings'), findings, () => judge(state, findings))];
}

interface Graded {
  got: unknown;
  complaints: string[];
}

function graded(base: Pick<Outcome, 'id' | 'corpus' | 'kind'>, expected: unknown, run: () => Graded): Outcome {
  try {
    const { got, complaints } = run();
    if (complaints.length === 0) return { ...base, result: 'pass', got, why: '' };
    return { ...base, result: 'fail', got, expected, why: complaints.join('; ') };
  } catch (error) {
    if (error instanceof NotAnswered) return { ...base, result: 'skip', got: null, why: error.message };
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...base, result: 'fail', got: null, expected, why };
  }
}

function ask(state: MeshState, question: Json): Graded {
  const result = explain(state, queryOf(question));
  return {
    got: { ask: result.ask, ...summaryOf(result) },
    complaints: complaintsAbout(result, object(question['expected'])),
  };
}

function queryOf(question: Json): PathQuery {
  const from = parseFrom(text(question['from']));
  const to = parseTo(text(question['to']));
  if (!from.ok) throw new NotAnswered(from.reason);
  if (!to.ok) throw new NotAnswered(to.reason);
  const method = text(question['method']);
  const path = text(question['path']);
  const headers = Object.entries(object(question['headers'])).map(([name, value]) => [name.toLowerCase(), text(value)]);
  if (method === '' && path === '' && headers.length === 0) return { from: from.value, to: to.value, http: null };
  const http = {
    method: method || 'GET',
    path: path || '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
  return { from: from.value, to: to.value, http };
}

function judge(state: MeshState, wanted: Json): Graded {
  const { causes, symptoms }: MeshReport = analyze(state);
  // A finding that another one explains is found all the same.
  const codes = new Set([...causes, ...symptoms].map((cause) => cause.check));
  const alarms = new Set(causes.filter((cause) => cause.severity !== 'latent').map((cause) => cause.check));
  const healthy = new Set(texts(wanted['healthySubjects']));
  const broken = causes.filter((cause) => cause.severity === 'broken' && healthy.has(refId(cause.detection.subject)));
  return {
    got: { findings: causes.map((cause) => `${cause.severity} ${cause.key}`) },
    complaints: [
      ...texts(wanted['mustInclude'])
        .filter((code) => !codes.has(code))
        .map((code) => `finding ${code} is missing`),
      ...texts(wanted['mustNotInclude'])
        .filter((code) => alarms.has(code))
        .map((code) => `false alarm ${code}`),
      ...broken.map((cause) => `${refId(cause.detection.subject)} is healthy`),
    ],
  };
}
