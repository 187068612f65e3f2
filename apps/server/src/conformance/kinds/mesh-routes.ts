/** What the rules of a Service do with a request: the backend, what arrives there, or what the proxy answers. */
import {
  forwardedRequest,
  indexMesh,
  locationOf,
  type PathQuery,
  parseTo,
  type RouteRequest,
  type RouteTaken,
  tracePath,
} from '@hopscope/core';
import { type KubeObject, runObjects } from '@hopscope/core/scenarios';
import { agrees } from '../agree.ts';
import { type Case, type Json, NotAnswered, object, text, texts } from '../case.ts';
import { normalized, objectsOf } from '../state.ts';
import type { Kind } from './kind.ts';

const WAYPOINT = 'waypoint';

/** The cases are written for any mesh: in ambient mode each namespace is labelled, and a waypoint serves it. */
function inAmbient(objects: readonly Json[]): KubeObject[] {
  const labels = { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': WAYPOINT };
  return objects.flatMap((raw) => {
    if (raw['kind'] !== 'Namespace') return [raw as unknown as KubeObject];
    const metadata = object(raw['metadata']);
    return [
      {
        ...raw,
        metadata: { ...metadata, labels: { ...object(metadata['labels']), ...labels } },
      } as unknown as KubeObject,
      waypointOf(text(metadata['name'])),
    ];
  });
}

const waypointOf = (namespace: string): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: WAYPOINT, namespace, labels: {} },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
});

/** A request without a host is for `echo`, as the tests of the Gateway API send it. */
function queryOf(one: Case): PathQuery {
  const client = object(one.question['client']);
  const request = object(one.question['request']);
  const host = text(request['host']) || 'echo';
  const to = parseTo(`host:${/:\d+$/.test(host) ? host : `${host}:80`}`);
  if (!to.ok) throw new NotAnswered(to.reason);
  const headers = Object.entries(object(request['headers'])).map(([name, value]) => [name.toLowerCase(), text(value)]);
  const isGrpc = text(request['protocol']) === 'grpc';
  return {
    from: { kind: 'workload', namespace: text(client['namespace']), name: text(client['deployment']) },
    to: to.value,
    http: {
      method: text(request['method']) || (isGrpc ? 'POST' : 'GET'),
      path: text(request['path']) || (isGrpc ? '/gateway_api_conformance.echo_basic.grpcecho.GrpcEcho/Echo' : '/'),
      headers: { host, ...(Object.fromEntries(headers) as Record<string, string>) },
    },
  };
}

interface Answer {
  status: number;
  backend: string | null;
  /** of all requests, by backend */
  weights: Record<string, number>;
  redirect: Json | null;
  arriving: RouteRequest | null;
}

function answerTo(one: Case): Answer {
  const mesh = indexMesh(normalized(runObjects(inAmbient(objectsOf(one)))));
  const { traces, refusal } = tracePath(mesh, queryOf(one));
  const [first] = traces;
  if (!first) throw new NotAnswered(refusal?.sentence ?? 'there is no way to walk');
  const taken = first.waypoint?.route ?? null;
  const weights: Record<string, number> = {};
  for (const { backend, share } of traces)
    if (backend) weights[backend.name] = Math.round(((weights[backend.name] ?? 0) + share) * 100) / 100;
  return {
    status: statusOf(taken),
    backend: first.backend?.name ?? null,
    weights,
    redirect: taken && redirectOf(taken),
    arriving: taken && forwardedRequest(taken),
  };
}

function statusOf(taken: RouteTaken | null): number {
  const outcome = taken?.outcome;
  switch (outcome?.kind) {
    case 'answer':
      return outcome.answer.status;
    case 'abort':
    case 'nothing':
      return outcome.status;
    case 'broken':
      return outcome.target.status;
    case 'no-match':
      return 404;
    default:
      return 200;
  }
}

function redirectOf(taken: RouteTaken): Json | null {
  if (taken.outcome.kind !== 'answer' || taken.outcome.answer.kind !== 'redirect') return null;
  const { port, ...location } = locationOf(taken, taken.outcome.answer);
  return { ...location, port: port === null ? '' : String(port) };
}

/** The request at the backend: each header that is expected with its value, and none of those that must be gone. */
function arrives(expected: Json, arriving: RouteRequest | null): boolean {
  if (!arriving) return false;
  const wanted = object(expected['request']);
  const path = text(wanted['path']);
  const gone = texts(expected['absentHeaders']).every((name) => arriving.headers[name.toLowerCase()] === undefined);
  const isGrpc = text(wanted['protocol']) === 'grpc';
  const has = ([name, value]: [string, unknown]): boolean => {
    const got = arriving.headers[name.toLowerCase()];
    return got === value || (isGrpc && isLeftBy(got, text(value)));
  };
  return gone && (path === '' || path === arriving.path) && Object.entries(object(wanted['headers'])).every(has);
}

/** Cases of gRPC leave out the metadata that was sent: what arrives is that, and behind it what the rule adds. */
const isLeftBy = (added: string | undefined, value: string): boolean =>
  added === undefined || value.endsWith(`,${added}`);

export const MESH_ROUTES: Readonly<Record<string, Kind>> = {
  'mesh-route': {
    answer: answerTo,
    matches(expected, got) {
      const answer = got as Answer;
      const { status, upstreamRequest, ...rest } = expected;
      const wanted = Array.isArray(status) ? status.map(Number) : status === undefined ? [200] : [Number(status)];
      return (
        wanted.includes(answer.status) &&
        agrees(rest, answer) &&
        (upstreamRequest === undefined || arrives(object(upstreamRequest), answer.arriving))
      );
    },
  },
};
