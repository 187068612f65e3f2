import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, LONG, SERVER, WAYPOINT } from '../pair.ts';

const MISSING = 'MountVolume.SetUp failed for volume "istiod-ca-cert" : configmap "istio-ca-root-cert" not found';

/** The waypoint of a namespace without the root certificate stays in creation. */
function stuck(): Mesh {
  const mesh = guarded()
    .istio({ withoutRoot: ['shop'] })
    .fault(WAYPOINT, { state: 'config', since: LONG, message: '' });
  const { plan } = { plan: mesh.bundle() };
  for (const { metadata } of plan.objects.filter(isWaypointPod))
    mesh.event({
      namespace: 'shop',
      kind: 'Pod',
      name: metadata.name,
      reason: 'FailedMount',
      message: MISSING,
      since: LONG,
    });
  return mesh;
}

const isWaypointPod = (object: KubeObject): boolean =>
  object.kind === 'Pod' && object.metadata.labels?.['gateway.networking.k8s.io/gateway-name'] === 'waypoint';

export const rootConfigmapMissing: readonly Scenario[] = firesAndNear(
  'root-configmap-missing',
  {
    title: 'istiod did not publish its root certificate in the namespace of the waypoint, whose pods cannot start',
    mesh: stuck,
    asks: [
      expectBlocked(CLIENT, SERVER, 'waypoint', 'root-configmap-missing', {
        blame: 'istio',
        notBlame: ['application', 'configuration', 'kubernetes'],
        waypoint: WAYPOINT,
      }),
    ],
  },
  {
    title: 'Only the ConfigMaps of the system namespace are known',
    mesh: () => guarded().istio({ withoutRoot: ['shop', 'web', 'default', 'kube-system'] }),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
