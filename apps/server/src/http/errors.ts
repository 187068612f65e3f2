/** Whatever goes wrong on the way of a request, as a problem. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, type ProblemCode, problemOf, sendProblem } from './problem.ts';

/** Something that we need does not answer, through no fault of the request; its message is for the client. */
export class Unavailable extends Error {}

/** What the router's validation says of a query, parameters or body, in words. */
export function formatValidation(errors: readonly object[], part: string): Error {
  const {
    instancePath = '',
    message = 'is not valid',
    params = {},
  } = errors[0] as {
    instancePath?: string;
    message?: string;
    params?: { additionalProperties?: string[]; requiredProperties?: string[] };
  };
  const unknown = params.additionalProperties;
  if (unknown !== undefined && unknown.length > 0)
    return new Error(`There is no ${part} parameter ${unknown.map((name) => `"${name}"`).join(', ')}.`);
  const missing = params.requiredProperties;
  if (missing !== undefined && missing.length > 0) return new Error(`Parameter ${missing.join(', ')} is missing.`);
  return new Error(`${instancePath === '' ? part : `"${instancePath.slice(1)}"`} ${message}.`);
}

/** Makes every error a problem. Of our own mistakes the client learns nothing but that they happened; `report` is told. */
export function registerErrors(app: FastifyInstance, report: (error: Error, request: FastifyRequest) => void): void {
  app.setErrorHandler((error: FastifyError, request, reply: FastifyReply) => {
    const problem = problemFor(error);
    if (problem.status >= 500) report(error, request);
    return sendProblem(reply, problem);
  });
}

function problemFor(error: FastifyError): Problem {
  if (error.validation !== undefined || error.validationContext !== undefined) {
    const isBody = error.validationContext === 'body';
    const where = 'The parameters are described in /api/v1/openapi.json.';
    return problemOf(isBody ? 'bad-body' : 'bad-query', `${error.message} ${where}`);
  }
  if (error instanceof Unavailable) return problemOf('store-unavailable', error.message);
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return problemOf(codeOf(status), error.message, status);
  return problemOf(
    'internal',
    "The request could not be answered. The server's own output says why; trying again may help.",
  );
}

function codeOf(status: number): ProblemCode {
  return status === 404 ? 'not-found' : status === 405 ? 'method-not-allowed' : 'refused';
}
