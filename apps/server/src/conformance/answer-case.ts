/** Answers one case: by the function of its kind, or question by question where it brings a bundle. */
import { type Case, NotAnswered, text } from './case.ts';
import { answerBundle } from './kinds/bundles.ts';
import { isRight } from './kinds/kind.ts';
import type { Outcome } from './outcome.ts';
import { kindOf } from './registry.ts';

/** The outcomes of a case: one, or one for each of its questions. */
export function answerCase(one: Case): Outcome[] {
  return one.raw['questions'] === undefined ? [answerOne(one)] : answerBundle(one);
}

function answerOne(one: Case): Outcome {
  const name = text(one.question['kind']);
  const base = { id: one.id, corpus: one.corpus, kind: name };
  const kind = kindOf(name);
  if (!kind) return { ...base, result: 'skip', got: null, why: 'this kind is not answered yet' };
  try {
    const got = kind.answer(one);
    if (isRight(kind, one, got)) return { ...base, result: 'pass', got, why: '' };
    return { ...base, result: 'fail', got, expected: one.expected, why: '' };
  } catch (error) {
    if (error instanceof NotAnswered) return { ...base, result: 'skip', got: null, why: error.message };
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...base, result: 'fail', got: null, expected: one.expected, why };
  }
}
