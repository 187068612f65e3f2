/** Errors as RFC 9457 problems: what is wrong, what to do next, and a code that scripts may rely on. */
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';

export const ProblemCode = Type.Enum([
  'not-ready',
  'bad-query',
  'bad-body',
  'bad-endpoint',
  'bad-time',
  'at-not-kept',
  'needs-prometheus',
  'prometheus-failed',
  'unknown-namespace',
  'unknown-node',
  'unknown-service',
  'unknown-workload',
  'unknown-end',
  'unknown-policy',
  'unknown-waypoint',
  'bad-change',
  'busy',
  'not-demo',
  'unknown-chapter',
  'too-many-streams',
  'not-found',
  'not-acceptable',
  'snapshots-off',
  'snapshot-gone',
  'snapshot-refused',
  'too-large',
  'over-quota',
  'too-often',
  'not-comparable',
  'passphrase-needed',
  'passphrase-wrong',
  'webhook-failed',
  'embed-token',
  'embed-refused',
  'unknown-subject',
  'no-pictures',
  'store-unavailable',
  'bad-host',
  'method-not-allowed',
  'refused',
  'internal',
]);
export type ProblemCode = Static<typeof ProblemCode>;

export const Problem = Type.Object(
  {
    type: Type.String({ description: '`urn:hopscope:problem:<code>`' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'what is wrong and what to do next' }),
    code: ProblemCode,
  },
  { description: 'RFC 9457 problem details' },
);
export type Problem = Static<typeof Problem>;

const TITLES: Readonly<Record<ProblemCode, [status: number, title: string]>> = {
  'not-ready': [503, 'The mesh has not been read yet'],
  'bad-query': [400, 'The query cannot be read'],
  'bad-body': [400, 'The body cannot be read'],
  'bad-endpoint': [400, 'An end of the path cannot be read'],
  'bad-time': [400, 'The time cannot be read'],
  'at-not-kept': [404, 'That moment is not kept'],
  'needs-prometheus': [501, 'Only Prometheus knows other times'],
  'prometheus-failed': [502, 'Prometheus did not answer'],
  'unknown-namespace': [404, 'No such namespace'],
  'unknown-node': [404, 'No such node in the graph'],
  'unknown-service': [404, 'No such Service'],
  'unknown-workload': [404, 'No such workload'],
  'unknown-end': [404, 'No such caller or target'],
  'unknown-policy': [404, 'No such policy'],
  'unknown-waypoint': [404, 'No such waypoint'],
  'bad-change': [400, 'The change cannot be read'],
  busy: [503, 'Busy with another question'],
  'not-demo': [404, 'This is not the demo'],
  'unknown-chapter': [400, 'No such chapter'],
  'too-many-streams': [503, 'Too many streams'],
  'not-found': [404, 'Nothing is here'],
  'not-acceptable': [406, 'No such form'],
  'snapshots-off': [503, 'Snapshots cannot be kept here'],
  'snapshot-gone': [410, 'The snapshot is over'],
  'snapshot-refused': [403, 'The snapshot may not be published so'],
  'too-large': [413, 'The snapshot is too large'],
  'over-quota': [429, 'Too many snapshots are kept'],
  'too-often': [429, 'Too often'],
  'passphrase-needed': [401, 'A passphrase is needed'],
  'passphrase-wrong': [401, 'The passphrase is wrong'],
  'webhook-failed': [502, 'The message was not taken'],
  'not-comparable': [409, 'The snapshots cannot be compared'],
  'embed-token': [401, 'A token is needed'],
  'embed-refused': [403, 'Not for this panel'],
  'unknown-subject': [404, 'Not in this panel'],
  'no-pictures': [501, 'No PNG can be made here'],
  'store-unavailable': [503, 'What is kept cannot be reached'],
  'bad-host': [421, 'The host name is not ours'],
  'method-not-allowed': [405, 'Not with this method'],
  refused: [400, 'The request was refused'],
  internal: [500, 'Something went wrong here'],
};

/** A problem of a code; `status` only where the code alone does not tell it. */
export function problemOf(code: ProblemCode, detail: string, status?: number): Problem {
  const [usual, title] = TITLES[code];
  return { type: `urn:hopscope:problem:${code}`, title, status: status ?? usual, detail, code };
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
