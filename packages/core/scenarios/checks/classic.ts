import type { KubeObject } from '../bundle.ts';

/** A Gateway of networking.istio.io in namespace `edge`. */
export function classicGateway(
  name: string,
  selector: Record<string, string>,
  servers: readonly { port: number; protocol?: string; hosts: readonly string[] }[],
  more: { createdAt?: string } = {},
): KubeObject {
  const { createdAt } = more;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'edge', ...(createdAt === undefined ? {} : { creationTimestamp: createdAt }) },
    spec: {
      selector,
      servers: servers.map(({ port, protocol = 'HTTP', hosts }) => ({
        port: { number: port, name: `${protocol.toLowerCase()}-${port}`, protocol },
        hosts,
        ...(protocol === 'HTTPS' ? { tls: { mode: 'SIMPLE', credentialName: 'cert' } } : {}),
      })),
    },
  };
}

/** The labels by which a Gateway of networking.istio.io chooses the proxies of `edge/public`. */
export const PUBLIC = { 'gateway.networking.k8s.io/gateway-name': 'public' };
