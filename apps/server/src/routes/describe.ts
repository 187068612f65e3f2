/** Schemas of answers for the description of the API. */
import { type TProperties, Type } from 'typebox';
import { envelopeProperties } from '../http/envelope.ts';
import { Problem } from '../http/problem.ts';

/** The schema of an answer: the envelope and properties of its own. */
export function answerOf<T extends TProperties>(description: string, properties: T) {
  return Type.Object({ ...envelopeProperties, ...properties }, { description });
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});

const PROBLEMS: Readonly<Record<number, ReturnType<typeof problem>>> = {
  400: problem('The request cannot be read.'),
  404: problem('There is no such thing.'),
  401: problem('Nobody is named, or a token is needed.'),
  403: problem('Not in this way; the detail says what is missing.'),
  406: problem('Not in this form.'),
  409: problem('These two do not go together.'),
  410: problem('It was here and is over.'),
  413: problem('It is too large.'),
  429: problem('Too much or too often.'),
  501: problem('Not in this version, or not with what is configured.'),
  502: problem('Somebody who was asked for it did not answer.'),
  503: problem('The mesh has not been read yet; Retry-After tells when to ask again.'),
};

/** Answers of a route by status: the good one, 304 where it is cached, and the problems it may have. */
export function responsesOf(ok: object, problems: readonly number[], cached = true): Record<string, object> {
  const good = { 200: ok, ...(cached ? { 304: Type.Null({ description: 'Not changed since the ETag given.' }) } : {}) };
  return { ...good, ...Object.fromEntries(problems.map((status) => [status, PROBLEMS[status]!])) };
}
