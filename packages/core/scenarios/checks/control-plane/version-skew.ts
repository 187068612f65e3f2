import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

/** ztunnel runs another release than istiod. */
function running(tag: string, createdAgo?: number): Mesh {
  const mesh = pair();
  const ztunnel = mesh.workload('istio-system/ztunnel');
  Object.assign(ztunnel, {
    image: `docker.io/istio/ztunnel:${tag}`,
    ...(createdAgo === undefined ? {} : { createdAgo }),
  });
  return mesh;
}

export const versionSkew: readonly Scenario[] = [
  ...firesAndNear(
    'version-skew',
    {
      title: 'ztunnel was upgraded before istiod',
      mesh: () => running('1.31.0-distroless'),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
    {
      title: 'ztunnel is one minor release behind',
      mesh: () => running('1.29.3'),
      asks: [expectDelivered(CLIENT, SERVER)],
    },
  ),
  {
    id: 'version-skew-rolling',
    title: 'ztunnel was replaced half an hour ago: the upgrade may be under way',
    bundle: () => running('1.31.0', 1800).bundle(),
    asks: [],
    silent: ['version-skew'],
  },
  {
    id: 'version-skew-unknown',
    title: 'The tag of the image says no version',
    bundle: () => running('latest').bundle(),
    asks: [],
    silent: ['version-skew'],
  },
];
