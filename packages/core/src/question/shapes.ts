/** The shapes of objects that people write, as far as the rules read them: what the API server would refuse is refused here. */
import { type TProperties, type TSchema, Type } from 'typebox';

const text = Type.String();
const whole = Type.Integer();
const texts = Type.Array(text);
const map = Type.Record(text, text);
const wholeOrText = Type.Union([whole, text]);
const anyObject = Type.Object({});
const oneOf = (...values: string[]) => Type.Enum(values);
/** Every property may be left out, unless it is named as needed; unknown ones are let be. */
const shape = <T extends TProperties>(properties: T, needed: readonly (keyof T)[] = []): TSchema =>
  Type.Object(
    Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, needed.includes(key) ? value : Type.Optional(value)]),
    ),
  );
const listOf = (properties: TProperties, needed: readonly string[] = []): TSchema =>
  Type.Array(shape(properties, needed));

const LABEL_SELECTOR = shape({
  matchLabels: map,
  matchExpressions: listOf({ key: text, operator: text, values: texts }, ['key', 'operator']),
});
const ISTIO_SELECTOR = shape({ matchLabels: map });
const TARGET = { group: text, kind: text, name: text, namespace: text };
const TARGETS = { targetRef: shape(TARGET, ['kind', 'name']), targetRefs: listOf(TARGET, ['kind', 'name']) };
const MODE = oneOf('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT');

const SOURCE = Object.fromEntries(
  ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'ipBlocks', 'remoteIpBlocks'].flatMap((name) => [
    [name, texts],
    [`not${name.charAt(0).toUpperCase()}${name.slice(1)}`, texts],
  ]),
);
const OPERATION = Object.fromEntries(
  ['hosts', 'ports', 'methods', 'paths'].flatMap((name) => [
    [name, texts],
    [`not${name.charAt(0).toUpperCase()}${name.slice(1)}`, texts],
  ]),
);
const POLICY_RULES = listOf({
  from: listOf({ source: shape(SOURCE) }),
  to: listOf({ operation: shape(OPERATION) }),
  when: listOf({ key: text, values: texts, notValues: texts }, ['key']),
});

const PEERS = listOf({
  podSelector: LABEL_SELECTOR,
  namespaceSelector: LABEL_SELECTOR,
  ipBlock: shape({ cidr: text, except: texts }, ['cidr']),
});
const POLICY_PORTS = listOf({ protocol: text, port: wholeOrText, endPort: whole });

const ROUTE_REFS = { group: text, kind: text, namespace: text, name: text, port: whole };
const ROUTE = shape({
  parentRefs: listOf({ ...ROUTE_REFS, sectionName: text }, ['name']),
  hostnames: texts,
  rules: listOf({
    name: text,
    matches: Type.Array(anyObject),
    filters: listOf({ type: text }),
    backendRefs: listOf({ ...ROUTE_REFS, weight: whole }, ['name']),
  }),
});
const ENDPOINT = { address: text, ports: Type.Record(text, whole), labels: map, serviceAccount: text, weight: whole };
const POD_SPEC = shape({
  containers: listOf({ name: text, image: text, ports: listOf({ name: text, containerPort: whole }) }),
  serviceAccountName: text,
  hostNetwork: Type.Boolean(),
  nodeName: text,
});
const CONTROLLER = shape({
  replicas: whole,
  selector: LABEL_SELECTOR,
  template: shape({ metadata: shape({ labels: map, annotations: map }), spec: POD_SPEC }),
});

const SPECS: Readonly<Record<string, TSchema>> = {
  AuthorizationPolicy: shape({
    selector: ISTIO_SELECTOR,
    ...TARGETS,
    action: oneOf('ALLOW', 'DENY', 'AUDIT', 'CUSTOM'),
    rules: POLICY_RULES,
  }),
  PeerAuthentication: shape({
    selector: ISTIO_SELECTOR,
    mtls: shape({ mode: MODE }),
    portLevelMtls: Type.Record(text, shape({ mode: MODE })),
  }),
  RequestAuthentication: shape({ selector: ISTIO_SELECTOR, ...TARGETS, jwtRules: listOf({ issuer: text }) }),
  NetworkPolicy: shape({
    podSelector: LABEL_SELECTOR,
    policyTypes: Type.Array(oneOf('Ingress', 'Egress')),
    ingress: listOf({ from: PEERS, ports: POLICY_PORTS }),
    egress: listOf({ to: PEERS, ports: POLICY_PORTS }),
  }),
  Service: shape({
    selector: map,
    ports: listOf({ name: text, port: whole, targetPort: wholeOrText, protocol: text, appProtocol: text }, ['port']),
    clusterIP: text,
    clusterIPs: texts,
    type: text,
    externalName: text,
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    trafficDistribution: text,
    publishNotReadyAddresses: Type.Boolean(),
  }),
  Gateway: shape(
    {
      gatewayClassName: text,
      listeners: listOf(
        {
          name: text,
          hostname: text,
          port: whole,
          protocol: text,
          allowedRoutes: shape({
            namespaces: shape({ from: oneOf('All', 'Same', 'Selector', 'None'), selector: LABEL_SELECTOR }),
          }),
        },
        ['port', 'protocol'],
      ),
      addresses: listOf({ type: text, value: text }),
    },
    ['gatewayClassName'],
  ),
  GatewayClass: shape({ controllerName: text }, ['controllerName']),
  HTTPRoute: ROUTE,
  GRPCRoute: ROUTE,
  TCPRoute: ROUTE,
  TLSRoute: ROUTE,
  ReferenceGrant: shape({ from: Type.Array(anyObject), to: Type.Array(anyObject) }),
  ServiceEntry: shape(
    {
      hosts: texts,
      addresses: texts,
      ports: listOf({ number: whole, name: text, protocol: text, targetPort: whole }, ['number']),
      resolution: oneOf('NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'),
      location: oneOf('MESH_EXTERNAL', 'MESH_INTERNAL'),
      endpoints: listOf(ENDPOINT),
      workloadSelector: shape({ labels: map }),
      exportTo: texts,
    },
    ['hosts'],
  ),
  WorkloadEntry: shape(ENDPOINT),
  VirtualService: shape({ hosts: texts, gateways: texts, http: Type.Array(anyObject), exportTo: texts }),
  DestinationRule: shape({ host: text, trafficPolicy: anyObject, subsets: listOf({ name: text, labels: map }) }, [
    'host',
  ]),
  Deployment: CONTROLLER,
  StatefulSet: CONTROLLER,
  DaemonSet: CONTROLLER,
  ReplicaSet: CONTROLLER,
  Pod: POD_SPEC,
};

const METADATA = shape({ name: text, generateName: text, namespace: text, labels: map, annotations: map });

/** The shape of one kind; kinds without a shape of their own have the common one. */
export function shapeOf(kind: string): TSchema {
  const spec = SPECS[kind];
  const own = kind === 'ConfigMap' ? { data: map } : spec ? { spec } : {};
  return shape({ metadata: METADATA, ...own }, ['metadata']);
}
