/** G1: what a Gateway does with a request, by port and host: the rules of the routes that are attached there. */
import type { Gateway, Listener, Route } from '../../state/gateway-api.ts';
import { matchesHost } from '../address/address.ts';
import { groupBy } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { candidatesOf, ruleOf, sortByAge } from '../route/gateway-api-rules.ts';
import { matchRequest, type RequestMatch } from '../route/route-match.ts';
import type { Candidate, RoutingRule } from '../route/route-rules.ts';
import { type Attachment, type Attachments, attachmentsOf } from './gateway-attachment.ts';

/** The rules for one host name on one port. */
export interface VirtualHost {
  port: number;
  /** `*` = every host that no other name covers */
  hostname: string;
  listener: Listener;
  rules: { kind: 'http'; candidates: readonly Candidate[] } | { kind: 'l4'; rule: RoutingRule };
}

/** A rule that names a backend, and the host name it is for. */
export interface Leading {
  host: VirtualHost;
  /** null for a rule of whole connections */
  match: RequestMatch | null;
  rule: RoutingRule;
}

export interface GatewayRouting extends Attachments {
  hosts: readonly VirtualHost[];
  /** the rules that a request can come to, by each `namespace/name` they send to */
  byBackend: ReadonlyMap<string, readonly Leading[]>;
}

/** The rules of a Gateway; computed once a mesh. What their backends are is asked for single rules only. */
export const routingOfGateway = perMesh((mesh: Mesh, gateway: Gateway): GatewayRouting => {
  const attachments = attachmentsOf(mesh, gateway);
  const hosts = [...httpHosts(attachments.attached), ...l4Hosts(attachments.attached)];
  return { hosts, ...attachments, byBackend: leadingByBackend(hosts) };
});

function leadingByBackend(hosts: readonly VirtualHost[]): Map<string, Leading[]> {
  const leading = hosts.flatMap((host): Leading[] =>
    host.rules.kind === 'l4'
      ? [{ host, match: null, rule: host.rules.rule }]
      : host.rules.candidates.map(({ match, rule }) => ({ host, match, rule })),
  );
  const named = leading.flatMap((one) =>
    [...new Set(one.rule.backends.map((backend) => backend.name))].map((name) => ({ name, one })),
  );
  return new Map([...groupBy(named, ({ name }) => name)].map(([name, list]) => [name, list.map(({ one }) => one)]));
}

const isHttp = ({ listener }: Attachment): boolean => listener.protocol === 'HTTP' || listener.protocol === 'HTTPS';

/** Plain HTTP listeners of a port share their host names; with TLS each listener has its own. */
function httpHosts(attached: readonly Attachment[]): VirtualHost[] {
  const entries = attached
    .filter(isHttp)
    .flatMap((attachment) =>
      attachment.hostnames.map((hostname) => ({ hostname, listener: attachment.listener, route: attachment.route })),
    );
  const groups = groupBy(entries, ({ hostname, listener }) =>
    [listener.port, listener.protocol === 'HTTPS' ? listener.name : '', hostname].join(' '),
  );
  return [...groups.values()].map((group) => {
    const { hostname, listener } = group[0]!;
    const routes = new Set<Route>(group.map(({ route }) => route));
    return {
      port: listener.port,
      hostname,
      listener,
      rules: { kind: 'http', candidates: reachable(candidatesOf([...routes], true)) },
    };
  });
}

/** Behind a match for every request nothing is ever tried. */
function reachable(candidates: readonly Candidate[]): Candidate[] {
  const at = candidates.findIndex(({ match }) => matchRequest(match, null) === true);
  return at < 0 ? [...candidates] : candidates.slice(0, at + 1);
}

/** A TCPRoute or TLSRoute has one rule that counts; of several on one listener and name the oldest. */
function l4Hosts(attached: readonly Attachment[]): VirtualHost[] {
  const taken = new Map<string, VirtualHost>();
  const entries = attached.filter((attachment) => !isHttp(attachment));
  for (const route of sortByAge([...new Set(entries.map((entry) => entry.route))])) {
    const first = route.rules[0];
    for (const { listener, hostnames } of entries.filter((entry) => entry.route === route)) {
      for (const hostname of first ? hostnames : []) {
        const key = `${listener.name} ${hostname}`;
        if (taken.has(key)) continue;
        const rule = ruleOf(route, first!, 0, true);
        taken.set(key, { port: listener.port, hostname, listener, rules: { kind: 'l4', rule } });
      }
    }
  }
  return [...taken.values()];
}

/** The host names that a request for a host meets: on each port the narrowest; every one of them where no host is known. */
export function hostsFor(routing: GatewayRouting, host: string, port: number | null): VirtualHost[] {
  const onPort = routing.hosts.filter((entry) => port === null || entry.port === port);
  if (host === '') return onPort;
  const matching = onPort.filter((entry) => entry.hostname === '*' || matchesHost(entry.hostname, host));
  const byPort = groupBy(matching, (entry) => String(entry.port));
  return [...byPort.values()].map((group) => group.sort((a, b) => narrowness(b.hostname) - narrowness(a.hostname))[0]!);
}

/** An exact name before a wildcard, the longer wildcard first. */
const narrowness = (hostname: string): number => (hostname.startsWith('*') ? hostname.length : 1000 + hostname.length);
