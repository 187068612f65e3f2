/** W5: how a ztunnel hands connections on to a waypoint that it captures itself, by the annotation of its Gateway or class. */
import type { Gateway, GatewayClass, Listener } from '../../state/gateway-api.ts';

const ANNOTATION = 'ambient.istio.io/waypoint-inbound-binding';
const HBONE_PORT = 15008;

/** The binding as istiod reads it: protocol `NONE` or `PROXY`, port 0 where none is written. */
export interface InboundBinding {
  protocol: 'NONE' | 'PROXY';
  port: number;
}

/** W5: `<protocol>` or `<protocol>/<port>`; null where there is none or the protocol is unknown. A port that is none counts as 0. */
export function inboundBindingOf(gateway: Gateway, gatewayClass?: GatewayClass): InboundBinding | null {
  const [protocol, port, ...rest] = (
    gateway.annotations[ANNOTATION] ??
    gatewayClass?.annotations[ANNOTATION] ??
    ''
  ).split('/');
  if ((protocol !== 'NONE' && protocol !== 'PROXY') || rest.length > 0) return null;
  return { protocol, port: /^\d+$/.test(port ?? '') ? Number(port) : 0 };
}

/** W5: the listener whose allowedRoutes count: the one the inbound binding names, else the HBONE listener. */
export function bindingListener(gateway: Gateway, gatewayClass?: GatewayClass): Listener | undefined {
  const binding = inboundBindingOf(gateway, gatewayClass);
  const bound = gateway.listeners.find((listener) => {
    if (!binding) return false;
    if (binding.port > 0) return listener.port === binding.port;
    return binding.protocol === 'PROXY' && listener.protocol === 'istio.io/PROXY';
  });
  return bound ?? gateway.listeners.find((listener) => listener.protocol === 'HBONE' && listener.port === HBONE_PORT);
}
