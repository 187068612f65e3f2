import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const mixedSidecarAmbient: readonly Scenario[] = firesAndNear(
  'mixed-sidecar-ambient',
  {
    title: 'An ambient namespace also asks for sidecars, and the caller has one',
    mesh: () => pair({}, { sidecar: true }).labelNamespace('web', 'istio-injection', 'enabled'),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The caller with a sidecar lives outside ambient namespaces',
    mesh: () =>
      pair()
        .namespace('old', { labels: { 'istio-injection': 'enabled' } })
        .app('old/client', { sidecar: true, calls: [SERVER] }),
    asks: [expectFlows('old/client', SERVER)],
  },
);
