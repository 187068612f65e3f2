/** Path answers made by hand, for the tests of these panels. The engine's own answers come from core's scenarios. */
import { type Cause, type Detection, type Hop, type HopCheck, type PathResult, ref } from '@hopscope/core';

const AS_OF = '2026-11-20T14:08:00Z';
const LEDGER_POLICY = ref('AuthorizationPolicy', 'payments', 'ledger-only-api');

function pass(code: string, sentence: string, proof = ''): HopCheck {
  return { code, result: 'pass', sentence, proof, detection: null };
}

function found(detection: Detection, result: HopCheck['result'] = 'block'): HopCheck {
  return { code: detection.check, result, sentence: detection.sentence, proof: '', detection };
}

function hop(part: Partial<Hop> & Pick<Hop, 'kind' | 'title'>): Hop {
  const nothing = { detail: '', protocol: '', subject: null, objects: [], checks: [], notChecked: [] };
  return { seq: 0, state: 'pass', ...nothing, ...part };
}

function numbered(hops: readonly Hop[]): Hop[] {
  return hops.map((one, index) => ({ ...one, seq: index + 1 }));
}

const policyForgetsWaypoint: Detection = {
  check: 'l4-policy-forgets-waypoint',
  subject: LEDGER_POLICY,
  severity: 'broken',
  certainty: 'confirmed',
  blame: 'configuration',
  sentence: 'No ALLOW rule of `payments/ledger-only-api` admits the waypoint, which calls in the caller’s name.',
  evidence: [
    {
      kind: 'field',
      object: LEDGER_POLICY,
      field: 'spec.rules[0].from[0].source.principals',
      observed: 'cluster.local/ns/web/sa/checkout',
      expected: 'cluster.local/ns/payments/sa/waypoint',
      at: '2026-11-20T13:47:00Z',
      tier: 0,
    },
    {
      kind: 'evaluation',
      object: null,
      field: 'A7',
      observed: 'the caller seen here is payments/sa/waypoint',
      expected: '',
      at: '2026-11-20T14:07:58Z',
      tier: 0,
    },
  ],
  objects: [ref('Gateway', 'payments', 'waypoint'), ref('Service', 'payments', 'ledger')],
  fix: [
    {
      text: 'Check the caller where it is still known: bind the policy to the Service, so that the waypoint enforces it.',
      command: 'kubectl -n payments edit authorizationpolicy ledger-only-api',
      diff: [
        ' apiVersion: security.istio.io/v1',
        ' kind: AuthorizationPolicy',
        ' metadata: { name: ledger-only-api, namespace: payments }',
        ' spec:',
        '-  selector: { matchLabels: { app: ledger } }',
        '+  targetRefs: [{ kind: Service, group: "", name: ledger }]',
      ],
    },
  ],
  since: '2026-11-20T13:47:00Z',
};

export const notReady: Detection = {
  ...policyForgetsWaypoint,
  check: 'destination-not-ready',
  subject: ref('Pod', 'payments', 'ledger-1'),
  blame: 'application',
  sentence: 'No pod of `payments/ledger` is ready.',
  evidence: [],
  fix: [],
  since: null,
};

function causeAt(detection: Detection, hops: readonly Hop[], index: number): Cause {
  const at = hops[index]!;
  return { detection, hopKind: at.kind, hopSeq: at.seq, hopCount: hops.length, hopTitle: at.title };
}

const callerSide = (): Hop[] => [
  hop({
    kind: 'client',
    title: 'checkout',
    detail: 'ready, captured on node-1',
    checks: [pass('E1', 'The pod is captured by ambient.', 'ambient.istio.io/redirection = enabled')],
  }),
  hop({ kind: 'source-ztunnel', title: 'ztunnel on node-1', detail: 'knows both ends, certificate 22 h' }),
];

const waypointSide = (): Hop[] => [
  hop({ kind: 'outbound-link', title: 'to the waypoint', detail: 'port 15008 open', protocol: 'HBONE' }),
  hop({ kind: 'waypoint', title: 'payments/waypoint', detail: '1 of 1 ready, route `accounts`' }),
  hop({ kind: 'upstream-link', title: 'to node-2', detail: 'encrypted', protocol: 'HBONE' }),
];

const base: PathResult = {
  query: {
    from: { kind: 'workload', namespace: 'web', name: 'checkout' },
    to: { kind: 'service', namespace: 'payments', name: 'ledger', port: 8080 },
    http: null,
  },
  ask: 'web/checkout -> payments/ledger:8080',
  verdict: 'delivered',
  expected: 'delivered',
  sentence: '`checkout` reaches `ledger` on port 8080, encrypted all the way.',
  basis: 'observed',
  blame: null,
  certainty: 'confirmed',
  firstBlocker: null,
  alsoBlocking: [],
  risks: [],
  traces: [],
  notChecked: [],
  waypoint: null,
  asOf: AS_OF,
};

const deliveredHops = numbered([
  ...callerSide(),
  hop({ kind: 'outbound-link', title: 'to node-2', detail: 'encrypted', protocol: 'HBONE' }),
  hop({ kind: 'waypoint', title: 'no waypoint', state: 'not-applicable', detail: 'the Service is bound to none' }),
  hop({ kind: 'destination-ztunnel', title: 'ztunnel on node-2', detail: 'no policy applies' }),
  hop({ kind: 'destination', title: 'ledger', detail: '2 of 2 ready' }),
]);

export const delivered: PathResult = {
  ...base,
  traces: [{ label: '', weight: 1, when: '', verdict: 'delivered', hops: deliveredHops }],
};

const blockedHops = numbered([
  ...callerSide(),
  ...waypointSide(),
  hop({
    kind: 'destination-ztunnel',
    state: 'block',
    title: 'ztunnel on node-2',
    detail: 'asks: who is calling?',
    subject: ref('Pod', 'istio-system', 'ztunnel-9f2d'),
    checks: [
      pass('Z4', 'The tunnel arrives, its certificate is valid.'),
      pass('A11', 'The caller it sees is the waypoint.', 'src.identity = payments/sa/waypoint'),
      found(policyForgetsWaypoint),
    ],
  }),
  hop({ kind: 'destination', state: 'would-pass', title: 'ledger', detail: '2 of 2 ready; it would answer' }),
]);

export const blocked: PathResult = {
  ...base,
  verdict: 'blocked',
  expected: 'blocked',
  sentence:
    '`checkout` cannot reach `ledger`: the last proxy before it refuses the waypoint, because policy `ledger-only-api` admits only the caller.',
  blame: 'configuration',
  firstBlocker: causeAt(policyForgetsWaypoint, blockedHops, 5),
  waypoint: ref('Gateway', 'payments', 'waypoint'),
  traces: [{ label: '', weight: 1, when: '', verdict: 'blocked', hops: blockedHops }],
};

const policiesUnread = {
  source: 'AuthorizationPolicy',
  scope: 'payments',
  why: 'this account may not list them',
  permission: { verb: 'list', resource: 'authorizationpolicies', group: 'security.istio.io', namespace: 'payments' },
  decisive: true,
};

const unknownHops = numbered([
  ...callerSide(),
  hop({ kind: 'outbound-link', title: 'to node-2', detail: 'encrypted', protocol: 'HBONE' }),
  hop({
    kind: 'destination-ztunnel',
    state: 'unknown',
    title: 'ztunnel on node-2',
    detail: 'policies not readable',
    notChecked: [policiesUnread],
  }),
  hop({ kind: 'destination', state: 'would-pass', title: 'ledger', detail: '2 of 2 ready' }),
]);

export const unknown: PathResult = {
  ...base,
  verdict: 'unknown',
  expected: 'delivered',
  sentence: 'Whether `checkout` reaches `ledger` cannot be told: the policies of `payments` may not be read.',
  basis: 'configuration',
  certainty: null,
  traces: [{ label: '', weight: 1, when: '', verdict: 'unknown', hops: unknownHops }],
  notChecked: [
    policiesUnread,
    { source: 'ztunnel-log', scope: null, why: 'logs are not read by choice', permission: null, decisive: false },
  ],
};

export const varies: PathResult = {
  ...blocked,
  verdict: 'varies',
  expected: 'varies',
  sentence: '1 of 3 calls from `checkout` to `ledger` fails: the pod on node-2 refuses the waypoint.',
  alsoBlocking: [causeAt(notReady, blockedHops, 6)],
  traces: [
    { label: 'to 2 of 3 pods of ledger', weight: 2 / 3, when: '', verdict: 'delivered', hops: deliveredHops },
    { label: 'to 1 of 3 pods of ledger', weight: 1 / 3, when: '', verdict: 'blocked', hops: blockedHops },
  ],
};

const waypointSkipped: Detection = {
  ...policyForgetsWaypoint,
  check: 'ingress-skips-waypoint',
  severity: 'degraded',
  certainty: 'likely',
  sentence: 'The gateway skips the waypoint of `payments/ledger`, so none of its rules apply to this call.',
  subject: ref('Service', 'payments', 'ledger'),
};

const skippedHops = numbered([
  hop({ kind: 'gateway', title: 'gateway edge/public', detail: '1 of 1 ready' }),
  hop({ kind: 'outbound-link', title: 'to node-2', detail: 'encrypted', protocol: 'HBONE' }),
  hop({
    kind: 'waypoint',
    state: 'warn',
    title: 'payments/waypoint',
    detail: 'skipped by gateways',
    checks: [found(waypointSkipped, 'warn')],
  }),
  hop({ kind: 'destination-ztunnel', title: 'ztunnel on node-2' }),
  hop({ kind: 'destination', title: 'ledger', detail: '2 of 2 ready' }),
]);

export const skipped: PathResult = {
  ...base,
  verdict: 'degraded',
  expected: 'degraded',
  sentence: 'The call arrives, but it skips the waypoint, so no HTTP rule applies to it.',
  basis: 'configuration',
  blame: 'configuration',
  certainty: 'likely',
  risks: [causeAt(waypointSkipped, skippedHops, 2)],
  traces: [{ label: '', weight: 1, when: '', verdict: 'degraded', hops: skippedHops }],
};
