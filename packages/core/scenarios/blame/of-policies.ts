import {
  behindGateway,
  CLIENT,
  CLIENT_ID,
  fromPrincipals,
  guarded,
  onServer,
  pair,
  SERVER,
  WAYPOINT,
} from '../checks/pair.ts';
import { accessLines } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';

const NONE_ALLOWED = 'connection closed due to policy rejection: allow policies exist, but none allowed';
const PROGRAM = ['app-not-listening', 'app-5xx', 'app-crashing', 'app-resets-connections', 'endpoints-not-ready'];

/** The callee's ztunnel refuses, the caller's gets a status back. */
function refusing(declared: Mesh, error: string, plain = false): Mesh {
  return declared
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@node-2',
      ...accessLines({ direction: 'inbound', from: CLIENT, to: 'shop/server', port: 8080, plain, error, times: 30 }),
    )
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@node-1',
      ...accessLines({
        direction: 'outbound',
        from: CLIENT,
        to: 'shop/server',
        port: 8080,
        error: 'http status: 401 Unauthorized',
        times: 30,
      }),
    )
    .quiet(`${CLIENT} ${SERVER}`);
}

/** Policies blamed for callers without a name, and programs for what a policy did. */
export const blameOfPolicies: readonly Scenario[] = [
  {
    id: 'blame-no-identity-no-policy',
    title:
      'The refused caller showed no identity although it is enrolled: its rule is right, its certificate was not there',
    bundle: () =>
      refusing(
        pair().authorizationPolicy('shop/callers', onServer([fromPrincipals(CLIENT_ID)])),
        NONE_ALLOWED,
        true,
      ).bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked', 'unknown'],
          notBlame: ['configuration', 'application'],
          notCauses: [
            'ztunnel-default-deny',
            'policy-needs-identity-but-plaintext',
            'source-not-meshed-by-choice',
            ...PROGRAM,
          ],
        },
      },
    ],
    silent: ['ztunnel-default-deny', 'policy-needs-identity-but-plaintext', ...PROGRAM],
  },
  {
    id: 'blame-status-401-is-a-policy',
    title: 'The caller’s program sees a reset; the callee’s node refused its identity',
    bundle: () =>
      refusing(
        pair().authorizationPolicy('shop/callers', onServer([fromPrincipals('cluster.local/ns/ops/sa/admin')])),
        NONE_ALLOWED,
      ).bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          hop: 'destination-ztunnel',
          cause: 'ztunnel-default-deny',
          blame: 'configuration',
          notBlame: ['application', 'istio', 'kubernetes'],
          notCauses: PROGRAM,
        },
      },
    ],
    silent: PROGRAM,
  },
  {
    id: 'blame-status-503-is-the-program',
    title: 'ztunnel gets 503 back: the other node could not open the program’s port',
    bundle: () =>
      pair()
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-2',
          ...accessLines({
            direction: 'inbound',
            from: CLIENT,
            to: 'shop/server',
            port: 8080,
            error: 'connection failed: Connection refused (os error 111)',
            times: 30,
          }),
        )
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-1',
          ...accessLines({
            direction: 'outbound',
            from: CLIENT,
            to: 'shop/server',
            port: 8080,
            error: 'http status: 503 Service Unavailable',
            times: 30,
          }),
        )
        .quiet(`${CLIENT} ${SERVER}`)
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          hop: 'destination',
          cause: 'app-not-listening',
          blame: 'application',
          notBlame: ['istio', 'kubernetes', 'configuration'],
          notCauses: [
            'hbone-refused',
            'capture-annotation-stale',
            'netpol-ingress-blocks-hbone',
            'cloud-firewall-blocks-15008',
          ],
        },
      },
    ],
    silent: ['hbone-refused', 'capture-annotation-stale', 'netpol-ingress-blocks-hbone', 'cloud-firewall-blocks-15008'],
  },
  {
    id: 'blame-address-behind-a-gateway',
    title: 'A policy lists the address of the outside caller, and sees the gateway’s',
    bundle: () =>
      behindGateway(pair())
        .authorizationPolicy('shop/office', onServer([{ from: [{ source: { ipBlocks: ['203.0.113.0/24'] } }] }]))
        .bundle(),
    asks: [
      {
        from: 'gateway:edge/public',
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          hop: 'destination-ztunnel',
          blame: 'configuration',
          notBlame: ['application', 'istio', 'kubernetes'],
          notCauses: PROGRAM,
        },
      },
    ],
  },
  {
    id: 'blame-waypoint-identity',
    title: 'The client is listed and the waypoint is not: to list the client again helps nothing',
    bundle: () =>
      guarded()
        .authorizationPolicy('shop/callers', onServer([fromPrincipals(CLIENT_ID)]))
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: SERVER,
        expect: {
          verdict: ['blocked'],
          cause: 'waypoint-identity-not-allowed',
          blame: 'configuration',
          waypoint: WAYPOINT,
          notBlame: ['application', 'istio', 'kubernetes'],
          notCauses: ['ztunnel-default-deny', 'waypoint-denies-client', 'waypoint-pods-unhealthy', ...PROGRAM],
        },
      },
    ],
    silent: ['ztunnel-default-deny', ...PROGRAM],
  },
  {
    id: 'blame-system-callers',
    title: 'The API server is refused by a webhook of the mesh: no operator, storage or program is at fault',
    bundle: () => pair().peerAuthentication('shop/strict', 'STRICT').bundle(),
    asks: [
      {
        from: 'apiserver',
        to: SERVER,
        expect: { verdict: ['blocked'], blame: 'configuration', notBlame: ['application', 'istio', 'kubernetes'] },
      },
    ],
    silent: PROGRAM,
  },
];
