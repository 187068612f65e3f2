import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';
import { lookAt, routeStopOf, ruleWords } from './route-stop.ts';

/** Catalogue 102 (ST5, R10): a rule points to something that cannot be sent to. */
export const routeBackendUnresolved: Check = {
  id: 'route-backend-unresolved',
  number: 102,
  stage: 'l7-config',
  title: 'A route points to a backend that cannot be used',
  blame: 'configuration',
  severity: 'broken',
  hops: ['waypoint', 'gateway'],
  tier: 0,
  needs: ['HTTPRoute', 'Gateway', 'Service'],
  uses: ['GRPCRoute', 'TCPRoute', 'TLSRoute', 'VirtualService', 'ReferenceGrant'],
  why: 'The share of requests that a rule sends to a Service or port that does not exist, or may not be referred to, is answered with an error.',
  notProof:
    'A grant is asked for only where the parent is a Gateway; other backends of the same rule go on to get their share.',
  cite: 'ST5, R10',
  judge(_mesh, trace) {
    const stop = routeStopOf(trace);
    const outcome = stop?.taken.outcome;
    if (!stop?.taken.rule || (outcome?.kind !== 'broken' && outcome?.kind !== 'nothing')) return null;
    if (outcome.kind === 'broken' && outcome.target.because === 'subset-missing') return null;
    const subject = stop.taken.rule.object;
    const what = outcome.kind === 'broken' ? outcome.target.why : 'nothing: it has no backend with a weight';
    const status = outcome.kind === 'broken' ? outcome.target.status : outcome.status;
    const answer = status === 0 ? 'the connection is closed' : `the answer is ${status}`;
    return {
      hop: stop.hop,
      subject,
      sentence: `${ruleWords(stop.taken)}, points to ${what}; ${answer}.`,
      evidence: [
        evaluation(
          'ST5',
          `backend ${outcome.kind === 'broken' ? outcome.target.name : 'none'}`,
          'a Service and port that exist',
          subject,
        ),
      ],
      objects: [stop.proxy, ...(outcome.kind === 'broken' && outcome.target.object ? [outcome.target.object] : [])],
      fix: [
        remedy(
          outcome.kind === 'broken' && outcome.target.because === 'not-permitted'
            ? `Allow it with a ReferenceGrant in namespace ${outcome.target.name.split('/')[0]}.`
            : 'Correct the name and port of the backend.',
          lookAt(subject),
        ),
      ],
    };
  },
};
