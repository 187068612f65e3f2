import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { admit, firesAndNear, inNamespace, pair } from '../pair.ts';

/** istiod admits only these peers, and nobody could ask it who is connected. */
const guardedIstiod = (...peers: unknown[]): Mesh =>
  pair()
    .networkPolicy('istio-system/istiod', admit({ app: 'istiod' }, [15012, 15017], ...peers))
    .forbidReadings();

export const istiod15012Blocked: readonly Scenario[] = firesAndNear(
  'istiod-15012-blocked',
  {
    title: 'istiod admits an application’s namespace, and forgets the ztunnels',
    mesh: () => guardedIstiod(inNamespace('web')),
  },
  { title: 'It admits the namespace of the ztunnels', mesh: () => guardedIstiod(inNamespace('istio-system')) },
);
