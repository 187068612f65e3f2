import type { Scenario } from '../../scenario.ts';
import { withMeshConfig } from '../dns-words.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const registryOnly = ['outboundTrafficPolicy:', '  mode: REGISTRY_ONLY'];

export const egressUnknownDestination: readonly Scenario[] = firesAndNear(
  'egress-unknown-destination',
  {
    title: 'Only known hosts are to be allowed, and a call leaves for an unknown one',
    mesh: () => withMeshConfig(pair({}, { calls: ['nobody.example:443'] }), ...registryOnly),
    asks: [{ from: CLIENT, to: 'ip:198.51.100.7:443', expect: { verdict: ['unknown', 'degraded'], waypoint: null } }],
  },
  {
    title: 'Any host is allowed',
    mesh: () =>
      pair({}, { calls: ['partner.example:443'] }).serviceEntry('web/partner', { hosts: ['partner.example'] }),
    asks: [expectFlows(CLIENT, 'host:partner.example:443', null)],
  },
);
