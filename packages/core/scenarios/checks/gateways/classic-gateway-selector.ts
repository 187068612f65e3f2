import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { classicGateway, PUBLIC } from '../classic.ts';
import { behindGateway, firesAndNear, pair } from '../pair.ts';
import { destination, virtualService } from '../routes.ts';

const SERVED = [{ port: 80, hosts: ['*.shop.example'] }];

const leading = (gateway: string, host: string): KubeObject =>
  virtualService([{ route: [destination('server')] }], { hosts: [host], gateways: [gateway] });

export const classicGatewaySelector: readonly Scenario[] = [
  ...firesAndNear(
    'classic-gateway-selector',
    {
      title: "Istio's own Gateway selects no proxy",
      mesh: () =>
        behindGateway(pair())
          .object(classicGateway('old', { istio: 'ingressgateway' }, SERVED))
          .object(leading('edge/old', 'www.shop.example')),
    },
    {
      title: 'It selects proxies, and the VirtualService is for one of its hosts',
      mesh: () =>
        behindGateway(pair())
          .object(classicGateway('old', PUBLIC, SERVED))
          .object(leading('edge/old', 'www.shop.example')),
      silent: ['gateway-conflict', 'gateway-port-not-on-service'],
    },
  ),
  {
    id: 'classic-gateway-missing',
    title: 'A VirtualService names a Gateway of another namespace by its short name',
    bundle: () =>
      behindGateway(pair())
        .object(classicGateway('old', PUBLIC, SERVED))
        .object(leading('old', 'www.shop.example'))
        .bundle(),
    asks: [],
    fires: ['classic-gateway-selector'],
  },
  {
    id: 'classic-gateway-hosts',
    title: 'A VirtualService is for a host that its Gateway does not take',
    bundle: () =>
      behindGateway(pair())
        .object(classicGateway('old', PUBLIC, SERVED))
        .object(leading('edge/old', 'www.other.example'))
        .bundle(),
    asks: [],
    fires: ['classic-gateway-selector'],
  },
  {
    id: 'classic-gateway-scaled-to-nothing',
    title: 'The proxies are scaled to nothing; the selector is right',
    bundle: () =>
      behindGateway(pair())
        .scale('edge/public-istio', 0)
        .object(classicGateway('old', PUBLIC, SERVED))
        .bundle(),
    asks: [],
    silent: ['classic-gateway-selector'],
  },
];
