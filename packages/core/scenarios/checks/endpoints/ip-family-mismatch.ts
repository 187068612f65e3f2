import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const withFamilies = (...ipFamilies: string[]): Mesh =>
  pair().edit('Service', (object: KubeObject) => {
    if (object.metadata.name === 'server') Object.assign(object['spec'] as object, { ipFamilies });
  });

export const ipFamilyMismatch: readonly Scenario[] = firesAndNear(
  'ip-family-mismatch',
  {
    title: 'A Service of IPv6 has pods of IPv4',
    mesh: () => withFamilies('IPv6'),
    asks: [expectBlocked(CLIENT, SERVER, 'resolution', 'ip-family-mismatch', { blame: 'kubernetes' })],
  },
  {
    title: 'A Service of both families has pods of IPv4',
    mesh: () => withFamilies('IPv4', 'IPv6'),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
