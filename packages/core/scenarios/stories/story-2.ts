import { accessLines, envoyLine } from '../mesh/log-lines.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';
import { expectBlocked } from '../scenario.ts';

const FROM = 'auth/keycloak';
const TO = 'db/postgres:5432';
const WAYPOINT = 'db/waypoint';
/** Never said of a refused port 15008: that the program, or the pod's enrolment, is at fault. */
const NEVER = ['app-not-listening', 'app-binds-localhost', 'capture-annotation-stale', 'hbone-refused'];

function database(): Mesh {
  return mesh({ nodes: ['n1@zone-a', 'n2@zone-b'] })
    .namespace('auth', { ambient: true })
    .namespace('db', { ambient: true })
    .waypoint(WAYPOINT, { nodes: ['n1'] })
    .app(FROM, { nodes: ['n1'], calls: [TO], ports: [{ port: 8080, target: 8080, name: 'http' }] })
    .app('db/postgres', {
      nodes: ['n2'],
      waypoint: 'waypoint',
      ports: [{ port: 5432, target: 5432, name: 'tcp-postgres', appProtocol: 'tcp' }],
    })
    .quiet(`${FROM} ${TO}`);
}

/** The waypoint's log of a node that rejects, and the caller's ztunnel, which got as far as the waypoint. */
function refused(declared: Mesh): Mesh {
  return declared
    .says(
      'waypoint-log',
      WAYPOINT,
      ...envoyLine({
        flags: 'UF',
        code: 0,
        details: 'delayed_connect_error:_Connection_refused',
        to: 'db/postgres',
        port: 15008,
        times: 30,
      }),
    )
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@n1',
      ...accessLines({
        direction: 'outbound',
        from: FROM,
        to: WAYPOINT,
        port: 15008,
        service: 'db/postgres',
        servicePort: 5432,
        times: 30,
      }),
    )
    .says('ztunnel-log', 'istio-system/ztunnel@n2');
}

/** Refused, not timed out. */
export const story2: readonly Scenario[] = [
  {
    id: 'story-2',
    title: 'The database admits port 5432 and its network rejects the rest: refused, not timed out',
    bundle: () =>
      refused(database())
        .networkPolicy(
          'db/postgres',
          {
            podSelector: { matchLabels: { app: 'postgres' } },
            policyTypes: ['Ingress'],
            ingress: [
              {
                from: [
                  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'auth' } } },
                  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'db' } } },
                ],
                ports: [{ protocol: 'TCP', port: 5432 }],
              },
            ],
          },
          300,
        )
        .bundle(),
    asks: [
      {
        ...expectBlocked(FROM, TO, 'upstream-link', 'netpol-blocks-waypoint-to-destination', {
          blame: 'kubernetes',
          waypoint: WAYPOINT,
          notCauses: NEVER,
          notBlame: ['application', 'istio', 'configuration'],
        }),
      },
    ],
    silent: [...NEVER, 'endpoints-not-ready', 'waypoint-no-pods'],
  },
  {
    id: 'story-2-no-policy',
    title: 'The same refusals, and no policy refuses: nobody may be named for sure',
    bundle: () => refused(database()).bundle(),
    asks: [
      {
        from: FROM,
        to: TO,
        expect: {
          verdict: ['blocked', 'unknown'],
          notCauses: ['netpol-ingress-blocks-hbone', 'netpol-blocks-waypoint-to-destination', 'app-not-listening'],
          notBlame: ['application', 'configuration'],
          certainty: ['likely', 'suspected'],
        },
      },
    ],
    silent: ['netpol-ingress-blocks-hbone', 'netpol-blocks-waypoint-to-destination', 'app-not-listening'],
  },
];
