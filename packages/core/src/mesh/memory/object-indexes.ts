/** Look-ups of what changes seldom, as a whole: each is kept with its list. */
import type { AmbientView, CniReadiness, ComponentVersion } from '../../state/component-answers.ts';
import type { EnvoyClusters } from '../../state/envoy-clusters.ts';
import type { Gateway, GatewayClass } from '../../state/gateway-api.ts';
import type { Namespace, Node } from '../../state/kubernetes.ts';
import type { ComponentLog } from '../../state/logs.ts';
import type { ZtunnelDump, ZtunnelReadiness } from '../../state/readings.ts';
import { isReadable, type SourceStatus } from '../../state/source-status.ts';
import { groupBy, perSlice } from './look-up.ts';

const byName = <T extends { name: string }>(list: readonly T[]) => new Map(list.map((item) => [item.name, item]));
const byKey = <T extends { namespace: string; name: string }>(list: readonly T[]) =>
  new Map(list.map((item) => [`${item.namespace}/${item.name}`, item]));
const byPod = <T extends { pod: string }>(list: readonly T[]) => new Map(list.map((item) => [item.pod, item]));

export const namespaceIndex = perSlice((list: readonly Namespace[]) => byName(list));
export const nodeIndex = perSlice((list: readonly Node[]) => byName(list));
export const gatewayIndex = perSlice((list: readonly Gateway[]) => byKey(list));
export const gatewayClassIndex = perSlice((list: readonly GatewayClass[]) => byName(list));
export const dumpIndex = perSlice((list: readonly ZtunnelDump[]) => byPod(list));
export const readinessIndex = perSlice((list: readonly ZtunnelReadiness[]) => byPod(list));
export const logIndex = perSlice((list: readonly ComponentLog[]) => byPod(list));
export const clustersIndex = perSlice((list: readonly EnvoyClusters[]) => byPod(list));
export const versionIndex = perSlice((list: readonly ComponentVersion[]) => byPod(list));
export const ambientIndex = perSlice((list: readonly AmbientView[]) => byPod(list));
export const cniIndex = perSlice((list: readonly CniReadiness[]) => byPod(list));
export const sourceIndex = perSlice((list: readonly SourceStatus[]) => {
  const groups = groupBy(list, (status) => status.source);
  // Of several, as of one query of Prometheus each, one that was not read counts: absence then proves nothing.
  const scopes = (statuses: readonly SourceStatus[]) => {
    const last = [...statuses].reverse().sort((a, b) => Number(isReadable(b)) - Number(isReadable(a)));
    return new Map(last.map((status) => [status.scope ?? '', status] as const));
  };
  return new Map([...groups].map(([source, statuses]) => [source, scopes(statuses)] as const));
});
