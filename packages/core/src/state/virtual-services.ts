/** Istio's own rules of routing. */
import { type Static, Type } from 'typebox';
import { entity, Labels, nullable } from './metadata.ts';

const strings = Type.Array(Type.String());

/** A text of a request against a pattern: `exact`, `prefix`, `regex`, or `present` for any value. */
export const TextMatch = Type.Object({ kind: Type.String(), value: Type.String() });
export type TextMatch = Static<typeof TextMatch>;

const NamedMatch = Type.Object({ name: Type.String(), match: TextMatch });

/** Where a match of a VirtualService holds besides what it asks of the request. */
const matchScope = {
  port: nullable(Type.Integer()),
  gateways: strings,
  sourceLabels: Labels,
  sourceNamespace: Type.String(),
};

export const VirtualHttpMatch = Type.Object({
  ...matchScope,
  uri: nullable(TextMatch),
  ignoreUriCase: Type.Boolean(),
  method: nullable(TextMatch),
  authority: nullable(TextMatch),
  scheme: nullable(TextMatch),
  headers: Type.Array(NamedMatch),
  withoutHeaders: Type.Array(NamedMatch),
  queryParams: Type.Array(NamedMatch),
});
export type VirtualHttpMatch = Static<typeof VirtualHttpMatch>;

export const VirtualDestination = Type.Object({
  host: Type.String(),
  subset: Type.String(),
  port: nullable(Type.Integer()),
  /** null = not set: everything where it is the only one, nothing among several */
  weight: nullable(Type.Integer()),
});
export type VirtualDestination = Static<typeof VirtualDestination>;

const Percent = Type.Number();

export const VirtualHttpRoute = Type.Object({
  name: Type.String(),
  /** empty = everything */
  matches: Type.Array(VirtualHttpMatch),
  destinations: Type.Array(VirtualDestination),
  redirect: nullable(
    Type.Object({
      uri: Type.String(),
      authority: Type.String(),
      port: nullable(Type.Integer()),
      scheme: Type.String(),
      status: Type.Integer(),
    }),
  ),
  /** status of a direct response */
  respond: nullable(Type.Integer()),
  abort: nullable(Type.Object({ percent: Percent, status: Type.Integer() })),
  delay: nullable(Type.Object({ percent: Percent, duration: Type.String() })),
  rewrite: nullable(Type.Object({ uri: Type.String(), authority: Type.String() })),
  /** how often a request is tried again; null = the proxy's default (R11) */
  retries: nullable(Type.Integer()),
  timeout: Type.String(),
  /** `namespace/name` of the VirtualService that holds the rules */
  delegate: Type.String(),
});
export type VirtualHttpRoute = Static<typeof VirtualHttpRoute>;

/** A rule of `tcp`, or of `tls` where `sni` is not empty. */
export const VirtualL4Route = Type.Object({
  matches: Type.Array(Type.Object({ ...matchScope, sni: strings, destinationSubnets: strings })),
  destinations: Type.Array(VirtualDestination),
});
export type VirtualL4Route = Static<typeof VirtualL4Route>;

export const VirtualService = entity({
  hosts: strings,
  /** empty = `mesh` */
  gateways: strings,
  exportTo: strings,
  http: Type.Array(VirtualHttpRoute),
  tcp: Type.Array(VirtualL4Route),
  tls: Type.Array(VirtualL4Route),
});
export type VirtualService = Static<typeof VirtualService>;

export const DestinationRule = entity({
  host: Type.String(),
  /** `''` = not set */
  tlsMode: Type.String(),
  /** port → TLS mode */
  portTlsModes: Type.Record(Type.String(), Type.String()),
  subsets: Type.Array(Type.Object({ name: Type.String(), labels: Labels, tlsMode: Type.String() })),
  exportTo: strings,
});
export type DestinationRule = Static<typeof DestinationRule>;

/** One port of a classic gateway, and the hosts it is open for. */
export const GatewayServer = Type.Object({
  name: Type.String(),
  port: Type.Integer(),
  /** in capitals as it is written */
  protocol: Type.String(),
  /** `host`, or `namespace/host` where VirtualServices of that namespace alone may use it */
  hosts: strings,
  /** '' = none */
  tlsMode: Type.String(),
  /** the address it listens on; '' = every one */
  bind: Type.String(),
});
export type GatewayServer = Static<typeof GatewayServer>;

/** `Gateway` of networking.istio.io (G4), which has a namesake in the Gateway API. */
export const IstioGateway = entity({
  /** empty = every gateway proxy there is */
  selector: Labels,
  servers: Type.Array(GatewayServer),
});
export type IstioGateway = Static<typeof IstioGateway>;
