/** Section 5: the way of a request from one pod to a service or an address. */
import {
  explain,
  hasSidecar,
  indexMesh,
  type MeshState,
  type PathQuery,
  type PathResult,
  type To,
  tracePath,
} from '@hopscope/core';
import { type Case, object, text } from '../case.ts';
import { stateOf } from '../state.ts';
import type { Kind } from './kind.ts';

function queryOf(one: Case): PathQuery {
  const source = object(one.question['source']);
  const destination = object(one.question['destination']);
  const isHttp = text(destination['protocol']) === 'HTTP';
  return {
    from: { kind: 'pod', namespace: text(source['namespace']), name: text(source['name']) },
    to: targetOf(destination),
    http: isHttp ? { method: 'GET', path: '/', headers: {} } : null,
  };
}

function targetOf(destination: Case['question']): To {
  const port = Number(destination['port']);
  if (destination['podIP'] !== undefined) return { kind: 'ip', address: text(destination['podIP']), port };
  const service = object(destination['service']);
  return { kind: 'service', namespace: text(service['namespace']), name: text(service['name']), port };
}

const has = (result: PathResult, kind: string): boolean =>
  result.traces.some((trace) => trace.hops.some((hop) => hop.kind === kind && hop.state !== 'not-applicable'));

/** HTTP is read by a waypoint, or by a sidecar at either end. */
function isReadAsHttp(state: MeshState, query: PathQuery, result: PathResult): boolean {
  if (query.http === null) return false;
  if (result.waypoint !== null) return true;
  return tracePath(indexMesh(state), query).traces.some(
    ({ caller, destination, selfCall }) =>
      !selfCall && (caller.kind === 'sidecar' || (destination !== null && hasSidecar(destination))),
  );
}

export const PATHS: Readonly<Record<string, Kind>> = {
  path: {
    answer(one) {
      const state = stateOf(one);
      const query = queryOf(one);
      const result = explain(state, query);
      return {
        // With objects alone nobody asked ztunnel, so the verdict stays open; what the configuration says is `expected`.
        reachable: result.expected !== 'blocked',
        l7Processed: isReadAsHttp(state, query, result),
        waypoint: result.waypoint && { namespace: result.waypoint.namespace, name: result.waypoint.name },
        sourceZtunnel: has(result, 'source-ztunnel'),
        destZtunnel: has(result, 'destination-ztunnel'),
      };
    },
  },
};
