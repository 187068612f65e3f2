import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

/** The pair with its waypoint on a cluster whose network is Cilium's. */
const onCilium = (data: Record<string, string>): Mesh =>
  guarded().object({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'kube-system', name: 'cilium-config' },
    data: { 'kube-proxy-replacement': 'true', ...data },
  });

export const vipTranslatedBeforeZtunnel: readonly Scenario[] = firesAndNear(
  'vip-translated-before-ztunnel',
  {
    title: 'Cilium translates addresses of Services inside of pods',
    mesh: () => onCilium({}),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], blame: 'kubernetes', waypoint: WAYPOINT } }],
  },
  {
    title: 'It does so on the network of the hosts only',
    mesh: () => onCilium({ 'bpf-lb-sock-hostns-only': 'true' }),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
