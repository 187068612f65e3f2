/** How long a waypoint waits for the answers of a Service (signals 5). */

import { hostOf } from '../../mesh/address/host-name.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { recentSamples } from '../../mesh/told/component-metrics.ts';
import { podsOfGateway, waypointOfService } from '../../mesh/waypoint/waypoint.ts';
import type { Service } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';

/** Requests of a Service that take long, while the same waypoint answers for others at once. */
export interface SlowRequests {
  waypoint: string;
  averageMs: number;
  requests: number;
  at: string | null;
}

const ENOUGH = 100;
const SLOW_MS = 1000;
/** What a waypoint that is short of power itself would not do: be this much quicker for others. */
const QUICKER = 4;

/** Null where the average is short, few were asked, streams are expected, or everything is slow there. */
export const slowRequests = perMesh((mesh: Mesh, service: Service): SlowRequests | null => {
  const binding = waypointOfService(mesh, service);
  if (binding.state !== 'bound' || mesh.state.componentMetrics.length === 0 || mayStream(service)) return null;
  const pods = podsOfGateway(mesh, binding.gateway).map(nameOf);
  const host = hostOf(mesh, service);
  const own = durations(mesh, pods, (asked) => asked === host);
  const others = durations(mesh, pods, (asked) => asked !== host);
  if (own.who === '' || own.count < ENOUGH || own.averageMs < SLOW_MS) return null;
  if (others.count > 0 && others.averageMs > own.averageMs / QUICKER) return null;
  const at = mesh.metrics.get(own.who)?.at ?? null;
  return { waypoint: own.who, averageMs: own.averageMs, requests: own.count, at };
});

/** The requests for some Services that these pods counted. */
function durations(mesh: Mesh, pods: readonly string[], isAbout: (host: string) => boolean) {
  const found = { sum: 0, count: 0, who: '' };
  for (const pod of pods)
    for (const part of ['sum', 'count'] as const)
      for (const { labels, value } of recentSamples(mesh, pod, `istio_request_duration_milliseconds_${part}`))
        if (isAbout(labels['destination_service'] ?? '')) {
          found[part] += value;
          found.who = pod;
        }
  return { count: found.count, averageMs: found.sum / Math.max(found.count, 1), who: found.who };
}

/** A stream lasts as long as somebody listens, which is not slow. */
const mayStream = ({ ports }: Service): boolean =>
  ports.some(({ name, appProtocol }) => /grpc|ws/i.test(`${name} ${appProtocol}`));
