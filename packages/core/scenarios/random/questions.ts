/** What may be asked of a random mesh. */
import type { KubeObject } from '../bundle.ts';

/** Questions between what is there: callers of each kind to Services, pods and hosts. */
export function questionsOf(objects: readonly KubeObject[], most = 12): string[] {
  const named = (kind: string): KubeObject[] => objects.filter((one) => one.kind === kind);
  const nameOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;
  const callers = [...named('Deployment'), ...named('Pod')].map((one) => `workload:${nameOf(one)}`);
  const hosts = named('ServiceEntry').map(({ spec }) => (spec as { hosts: string[] }).hosts[0]!);
  const kinds = [
    named('Service').map((one) => `service:${nameOf(one)}:80`),
    hosts.map((host) => `host:${host.replace('*', 'any')}:80`),
    named('Pod').map((one) => `pod:${nameOf(one)}:8080`),
  ];
  // In turn one of each kind, so that few questions ask for all of them.
  const longest = Math.max(...kinds.map((list) => list.length));
  const targets = Array.from({ length: longest }, (_, i) => kinds.flatMap((list) => list[i] ?? [])).flat();
  const from = [...callers.slice(0, 5), 'node:node-1', 'outside'];
  return targets.slice(0, most).map((to, i) => `${from[i % from.length]} -> ${to}`);
}
