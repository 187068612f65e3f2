import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { admit, firesAndNear, inNamespace, pair } from '../pair.ts';

/** istiod admits only these peers, and nobody could ask it who is connected. */
const guardedIstiod = (...peers: unknown[]): Mesh =>
  pair()
    .networkPolicy('istio-system/istiod', admit({ app: 'istiod' }, [15012, 15017], ...peers))
    .forbidReadings();

const FAILED =
  'XDS client connection error: gRPC connection error connecting to https://istiod.istio-system.svc:15012: status: Unknown, ' +
  'message: "client error (Connect)", source: deadline has elapsed, retrying in 15s';

/** The ztunnel of node-1 says at these times that it does not reach istiod, and nobody could ask istiod. */
const saying = (...times: string[]): Mesh =>
  pair()
    .ztunnel('node-1', { disconnected: true })
    .says(
      'ztunnel-log',
      'istio-system/ztunnel@node-1',
      ...times.map((at) => `2026-11-20T${at}.000000Z\twarn\txds::client:xds{id=1}\t${FAILED}`),
    );

export const istiod15012Blocked: readonly Scenario[] = [
  ...firesAndNear(
    'istiod-15012-blocked',
    {
      title: 'istiod admits an application’s namespace, and forgets the ztunnels',
      mesh: () => guardedIstiod(inNamespace('web')),
    },
    { title: 'It admits the namespace of the ztunnels', mesh: () => guardedIstiod(inNamespace('istio-system')) },
  ),
  {
    id: 'istiod-15012-timeout',
    title: 'No policy forbids it, and a ztunnel times out for minutes while istiod is ready',
    bundle: () => saying('09:55:00', '09:57:00', '09:59:00').bundle(),
    asks: [],
    fires: ['istiod-15012-blocked', 'ztunnel-xds-disconnected'],
  },
  {
    id: 'istiod-15012-moment',
    title: 'It failed once, as istiod was rolled out',
    bundle: () => saying('09:59:30').bundle(),
    asks: [],
    silent: ['istiod-15012-blocked'],
  },
];
