/** Ingress controllers of others, told by what they call themselves. */
import type { Pod } from '../../state/kubernetes.ts';

const NAMES =
  /^(?:ingress-nginx|nginx-ingress|nginx-ingress-controller|traefik|contour|envoy-contour|haproxy-ingress|kubernetes-ingress|kong|kong-gateway|emissary-ingress|ambassador|apisix|apisix-ingress-controller|voyager|skipper|skipper-ingress|gloo|gateway-proxy|tyk-gateway|envoy-gateway|envoy)$/;

const IMAGES =
  /(?:^|\/)(?:ingress-nginx\/controller|nginx\/nginx-ingress|nginxinc\/nginx-ingress|traefik|projectcontour\/contour|kong\/kong-gateway|kong|haproxy-ingress|kubernetes-ingress|emissary|apisix|skipper)(?=[:@]|$)/;

/** By its labels, else by an image that is nothing else. */
export function isIngressController({ labels, containers }: Pod): boolean {
  const name = labels['app.kubernetes.io/name'] ?? labels['app'] ?? labels['k8s-app'] ?? '';
  const isEnvoyOfOthers = labels['gateway.envoyproxy.io/owning-gateway-name'] !== undefined;
  return NAMES.test(name) || isEnvoyOfOthers || containers.some(({ image }) => IMAGES.test(image));
}
