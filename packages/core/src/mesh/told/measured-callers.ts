/** Callers of whom something was measured that others do not share: what is said of their calls is said of them alone. */
import { nameOf } from '../../state/refs.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { factsOf } from './component-logs.ts';
import { connectionCounts, flaggedIn } from './connection-counts.ts';
import { callersOfFailing } from './request-counts.ts';

/** As `namespace/workload`: their connections failed or were plain, or Services answered some of their requests with errors. */
export const measuredCallers = ofMesh((mesh: Mesh): ReadonlySet<string> => {
  const { traffic } = mesh.state;
  const counted = connectionCounts(traffic).filter((count) => count.plain > 0 || flaggedIn(count) > 0);
  const rated = traffic.flatMap(({ unit, series }) =>
    unit === 'per-second' ? series.filter(({ security }) => security === 'unknown') : [],
  );
  return new Set([
    ...counted.map(({ from }) => from),
    ...rated.map(({ from }) => `${from.namespace}/${from.workload}`),
    ...callersOfFailing(traffic),
    ...told(mesh),
  ]);
});

/** Those whose connections failed by the log of their ztunnel. */
function told(mesh: Mesh): string[] {
  if (mesh.state.logs.length === 0) return [];
  return mesh.pods.ztunnels.all().flatMap((ztunnel) =>
    factsOf(mesh, nameOf(ztunnel), 'refused', 'timed-out', 'unreachable', 'tls-failed', 'name-unresolved').flatMap(
      ({ direction, from }) => {
        const pod = direction === 'inbound' ? undefined : mesh.pods.byIp.get(from.ip);
        return pod ? [`${pod.namespace}/${pod.workload.name}`] : [];
      },
    ),
  );
}
