import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { classicGateway, PUBLIC } from '../classic.ts';
import { behindGateway, firesAndNear, pair } from '../pair.ts';

const LATER = { createdAt: '2026-10-02T08:00:00Z' };
const FIRST = { createdAt: '2026-10-01T08:00:00Z' };

/** Two Gateways of Istio's own API on the same proxies. */
const two = (...hosts: [string, string]): Mesh =>
  behindGateway(pair())
    .edit('Service', (object) => {
      const ports = (object['spec'] as { ports: object[] }).ports;
      if (object.metadata.name === 'public-istio') ports.push({ port: 443, name: 'https', protocol: 'TCP' });
    })
    .object(classicGateway('one', PUBLIC, [{ port: 443, protocol: 'HTTPS', hosts: [hosts[0]] }], FIRST))
    .object(classicGateway('two', PUBLIC, [{ port: 443, protocol: 'HTTPS', hosts: [hosts[1]] }], LATER));

export const gatewayConflict: readonly Scenario[] = firesAndNear(
  'gateway-conflict',
  { title: 'Two Gateways claim one host with TLS', mesh: () => two('shop.example', 'shop.example') },
  {
    title: 'They claim different hosts of the same port',
    mesh: () => two('shop.example', 'other.example'),
    silent: ['gateway-port-not-on-service'],
  },
);
