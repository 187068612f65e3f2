/** G4: Istio's own ingress objects: which proxies a Gateway opens ports on, and which VirtualServices it carries. */
import type { Pod, Service } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import type { IstioGateway, VirtualService } from '../../state/virtual-services.ts';
import { fullHost } from '../address/full-host.ts';
import { isFlagSet } from '../flags.ts';
import { perSlice } from '../memory/look-up.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { indexSelectors } from '../memory/selector-index.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { servicesOfPod } from '../service/selection.ts';
import { intersect } from './gateway-attachment.ts';

const bySelector = perSlice((all: readonly IstioGateway[]) => indexSelectors(all, ({ selector }) => selector));

const byName = perSlice((all: readonly IstioGateway[]) => new Map(all.map((gateway) => [nameOf(gateway), gateway])));

const selectedIn = perMesh((mesh: Mesh, namespace: string): ReadonlyMap<IstioGateway, readonly Pod[]> => {
  const selected = new Map<IstioGateway, Pod[]>();
  const { istioGateways } = mesh.state;
  if (istioGateways.length === 0) return selected;
  const selecting = bySelector(istioGateways);
  for (const pod of mesh.pods.byNamespace.get(namespace) ?? []) {
    if (isFinished(pod)) continue;
    for (const gateway of selecting(pod.labels)) selected.set(gateway, [...(selected.get(gateway) ?? []), pod]);
  }
  return selected;
});

/** G4: the pods whose labels the selector asks for, in any namespace unless a flag keeps it to its own. */
export function podsOfIstioGateway(mesh: Mesh, gateway: IstioGateway): readonly Pod[] {
  const isOwnOnly = isFlagSet(mesh, 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE', false);
  const namespaces = isOwnOnly ? [gateway.namespace] : [...mesh.shards.keys()];
  return namespaces.flatMap((namespace) => selectedIn(mesh, namespace).get(gateway) ?? []);
}

/** The Services that lead to the proxies of a Gateway. */
export function servicesOfIstioGateway(mesh: Mesh, gateway: IstioGateway): readonly Service[] {
  return [...new Set(podsOfIstioGateway(mesh, gateway).flatMap((pod) => servicesOfPod(mesh, pod)))];
}

/** G4: what a VirtualService calls its gateways, as `namespace/name`; `mesh` is none. */
export function gatewayNamesOf(service: VirtualService): string[] {
  return service.gateways.filter((name) => name !== 'mesh').map((name) => gatewayName(name, service.namespace));
}

function gatewayName(text: string, namespace: string): string {
  const [place, name] = text.split('/');
  if (name !== undefined) return `${place === '.' ? namespace : place}/${name}`;
  // The first releases took a host name: `name.namespace.svc.cluster.local`.
  const [short, ofNamespace] = text.split('.');
  return `${ofNamespace ?? namespace}/${short}`;
}

export function istioGatewayNamed(mesh: Mesh, name: string): IstioGateway | undefined {
  return byName(mesh.state.istioGateways).get(name);
}

/** G4: a server of the Gateway takes hosts of the VirtualService, and lets its namespace have them. */
export function carries(mesh: Mesh, gateway: IstioGateway, service: VirtualService): boolean {
  const wanted = service.hosts.map((host) => fullHost(mesh, host, service.namespace));
  return gateway.servers.some(({ hosts }) =>
    hosts.some((text) => {
      const { namespace, host } = serverHost(text, gateway.namespace);
      return (namespace === '*' || namespace === service.namespace) && intersect(host, wanted).length > 0;
    }),
  );
}

/** `namespace/host` taken apart; without a namespace it is open to all. */
export function serverHost(text: string, own: string): { namespace: string; host: string } {
  const at = text.indexOf('/');
  if (at < 0) return { namespace: '*', host: text };
  const namespace = text.slice(0, at);
  return { namespace: namespace === '.' ? own : namespace, host: text.slice(at + 1) };
}
