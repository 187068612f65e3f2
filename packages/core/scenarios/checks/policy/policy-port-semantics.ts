import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import {
  CLIENT,
  CLIENT_ID,
  expectFlows,
  firesAndNear,
  fromPrincipals,
  guarded,
  onServer,
  onService,
  pair,
  SERVER,
  toOperation,
} from '../pair.ts';

const client = (port: string) => ({ ...fromPrincipals(CLIENT_ID), ...toOperation({ ports: [port] }) });

export const policyPortSemantics: readonly Scenario[] = [
  ...firesAndNear(
    'policy-port-semantics',
    {
      title: 'The policy at the pods lists the port of the Service',
      mesh: () => pair().authorizationPolicy('shop/policy', onServer([client('80')])),
      asks: [
        expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'policy-port-semantics', {
          blame: 'configuration',
          notCauses: ['ztunnel-default-deny', 'waypoint-identity-not-allowed'],
          notBlame: ['application', 'kubernetes', 'istio'],
        }),
      ],
    },
    {
      title: 'The policy at the pods lists the port of the pods',
      mesh: () => pair().authorizationPolicy('shop/policy', onServer([client('8080')])),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'policy-port-denies-nothing',
    title: 'A DENY for the port of the Service blocks nothing',
    bundle: () =>
      pair()
        .authorizationPolicy('shop/policy', onServer([client('80')], 'DENY'))
        .bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'policy-port-semantics' } }],
    fires: ['policy-port-semantics'],
  },
  {
    id: 'policy-port-at-waypoint',
    title: 'The policy at the waypoint lists the port of the pods',
    bundle: () =>
      guarded()
        .authorizationPolicy('shop/policy', onService([client('8080')]))
        .bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'waypoint', 'policy-port-semantics')],
    fires: ['policy-port-semantics'],
  },
  {
    id: 'policy-port-at-waypoint-near',
    title: 'The policy at the waypoint lists the port of the Service',
    bundle: () =>
      guarded()
        .authorizationPolicy('shop/policy', onService([client('80')]))
        .bundle(),
    asks: [expectFlows(CLIENT, SERVER)],
    silent: ['policy-port-semantics'],
  },
];
