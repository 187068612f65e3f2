/** ST4, G4: which Gateway claims which host on which port of which proxies, in either API. */
import type { Gateway } from '../../state/gateway-api.ts';
import { type Ref, ref } from '../../state/refs.ts';
import type { IstioGateway } from '../../state/virtual-services.ts';
import { groupBy } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { podsOfService } from '../service/selection.ts';
import { podsOfGateway } from '../waypoint/waypoint.ts';
import { isIngressGateway, isIstioGateway, servicesOfGateway } from './gateway.ts';
import { podsOfIstioGateway, serverHost } from './istio-gateways.ts';

export interface Claim {
  object: Ref;
  createdAt: string | null;
  port: number;
  /** `*` = every host that no other name covers */
  host: string;
  isTls: boolean;
  /** '' = every address of the proxy */
  bind: string;
  /** `namespace/name` of the pods */
  proxies: ReadonlySet<string>;
}

/** Every claim of a Gateway that has proxies. */
function claimsOf(mesh: Mesh): Claim[] {
  const { gateways, istioGateways } = mesh.state;
  const ofGatewayApi = gateways.filter((gateway) => isIngressGateway(mesh, gateway) && isIstioGateway(mesh, gateway));
  return [
    ...ofGatewayApi.flatMap((gateway) => listenerClaims(mesh, gateway)),
    ...istioGateways.flatMap((gateway) => serverClaims(mesh, gateway)),
  ].filter(({ proxies }) => proxies.size > 0);
}

function listenerClaims(mesh: Mesh, gateway: Gateway): Claim[] {
  const isByHand = gateway.specAddresses.length > 0;
  const pods = isByHand
    ? servicesOfGateway(mesh, gateway).flatMap((service) => podsOfService(mesh, service))
    : podsOfGateway(mesh, gateway);
  const proxies = new Set(pods.map((pod) => `${pod.namespace}/${pod.name}`));
  return gateway.listeners.map(({ port, hostname, protocol }) => ({
    object: ref('Gateway', gateway.namespace, gateway.name),
    createdAt: gateway.createdAt,
    port,
    host: hostname === '' ? '*' : hostname.toLowerCase(),
    isTls: protocol === 'HTTPS' || protocol === 'TLS',
    bind: '',
    proxies,
  }));
}

function serverClaims(mesh: Mesh, gateway: IstioGateway): Claim[] {
  const pods = podsOfIstioGateway(mesh, gateway);
  const proxies = new Set(pods.map((pod) => `${pod.namespace}/${pod.name}`));
  return gateway.servers.flatMap(({ port, hosts, protocol, bind }) =>
    hosts.map((text) => ({
      object: ref('IstioGateway', gateway.namespace, gateway.name),
      createdAt: gateway.createdAt,
      port,
      host: serverHost(text, gateway.namespace).host,
      isTls: protocol === 'HTTPS' || protocol === 'TLS',
      bind,
      proxies,
    })),
  );
}

/** Claims that an older Gateway of the same proxies has made before, each Gateway that comes too late once. */
export function conflictingClaims(mesh: Mesh): { used: Claim; ignored: Claim }[] {
  const groups = groupBy(claimsOf(mesh), ({ port, host, bind }) => `${port} ${host} ${bind}`);
  const conflicts = [...groups.values()].flatMap((claims) => {
    const sorted = [...claims].sort(byAge);
    return sorted.flatMap((ignored, i) => {
      const used = sorted.slice(0, i).find((older) => !isSame(older.object, ignored.object) && meet(older, ignored));
      return used ? [{ used, ignored }] : [];
    });
  });
  return [...groupBy(conflicts, ({ ignored }) => nameOfClaim(ignored)).values()].map((list) => list[0]!);
}

const byAge = (a: Claim, b: Claim): number =>
  (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || nameOfClaim(a).localeCompare(nameOfClaim(b));

const nameOfClaim = ({ object }: Claim): string => `${object.namespace}/${object.name} ${object.kind}`;

const isSame = (a: Ref, b: Ref): boolean => a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

const meet = (a: Claim, b: Claim): boolean => [...a.proxies].some((proxy) => b.proxies.has(proxy));
