/** Istio's configuration objects. */
import { type Static, Type } from 'typebox';
import { Condition, entity, LabelSelector, Labels, nullable } from './metadata.ts';

export const TargetRef = Type.Object({
  group: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
});
export type TargetRef = Static<typeof TargetRef>;

const strings = Type.Array(Type.String());

export const PolicySource = Type.Object({
  principals: strings,
  notPrincipals: strings,
  requestPrincipals: strings,
  notRequestPrincipals: strings,
  namespaces: strings,
  notNamespaces: strings,
  serviceAccounts: strings,
  notServiceAccounts: strings,
  ipBlocks: strings,
  notIpBlocks: strings,
  remoteIpBlocks: strings,
  notRemoteIpBlocks: strings,
});
export type PolicySource = Static<typeof PolicySource>;

export const PolicyOperation = Type.Object({
  hosts: strings,
  notHosts: strings,
  ports: strings,
  notPorts: strings,
  methods: strings,
  notMethods: strings,
  paths: strings,
  notPaths: strings,
});
export type PolicyOperation = Static<typeof PolicyOperation>;

export const PolicyCondition = Type.Object({ key: Type.String(), values: strings, notValues: strings });
export type PolicyCondition = Static<typeof PolicyCondition>;

/** An empty clause admits everything; a list of clauses is OR-ed, the clauses of a rule are AND-ed. */
export const PolicyRule = Type.Object({
  from: Type.Array(PolicySource),
  to: Type.Array(PolicyOperation),
  when: Type.Array(PolicyCondition),
});
export type PolicyRule = Static<typeof PolicyRule>;

export const AuthorizationPolicy = entity({
  /** `ALLOW`, `DENY`, `AUDIT`, `CUSTOM` */
  action: Type.String(),
  /** null = no selector; `{}` selects nothing at ztunnel (A3) */
  selector: nullable(Labels),
  /** the selector is written with `matchLabels: {}`: unlike the bare `{}` it selects every workload (A3) */
  selectsAll: Type.Optional(Type.Boolean()),
  targetRefs: Type.Array(TargetRef),
  rules: Type.Array(PolicyRule),
  dryRun: Type.Boolean(),
  /** CUSTOM: who is asked, by its name in MeshConfig; absent where none is named */
  provider: Type.Optional(Type.String()),
  /** RFC 3339 of the last change that was not istiod's status; absent where managedFields do not tell */
  editedAt: Type.Optional(Type.String()),
  conditions: Type.Array(Condition),
});
export type AuthorizationPolicy = Static<typeof AuthorizationPolicy>;

export const PeerAuthentication = entity({
  selector: nullable(Labels),
  /** `UNSET`, `DISABLE`, `PERMISSIVE`, `STRICT` */
  mode: Type.String(),
  /** workload port → mode */
  portModes: Type.Record(Type.String(), Type.String()),
  /** as of an AuthorizationPolicy */
  editedAt: Type.Optional(Type.String()),
});
export type PeerAuthentication = Static<typeof PeerAuthentication>;

export const RequestAuthentication = entity({
  selector: nullable(Labels),
  targetRefs: Type.Array(TargetRef),
  issuers: strings,
  /** a rule looks for its token elsewhere than in `Authorization: Bearer` */
  readsOtherPlaces: Type.Boolean(),
  /** issuers whose inline `jwks` holds no key that could be valid (R12) */
  withoutKeys: strings,
  conditions: Type.Array(Condition),
});
export type RequestAuthentication = Static<typeof RequestAuthentication>;

export const ServiceEntryPort = Type.Object({
  number: Type.Integer(),
  name: Type.String(),
  /** in capitals as it is written; '' = not given */
  protocol: Type.String(),
  targetPort: nullable(Type.Integer()),
});

export const WorkloadEntrySpec = Type.Object({
  address: Type.String(),
  ports: Type.Record(Type.String(), Type.Integer()),
  labels: Labels,
  serviceAccount: Type.String(),
  network: Type.String(),
  locality: Type.String(),
  weight: Type.Integer(),
});
export type WorkloadEntrySpec = Static<typeof WorkloadEntrySpec>;

export const ServiceEntry = entity({
  hosts: strings,
  addresses: strings,
  /** status.addresses: allocated by istiod, each for one host (D3); host '' = for any, as the first releases wrote it */
  allocated: Type.Array(Type.Object({ host: Type.String(), address: Type.String() })),
  ports: Type.Array(ServiceEntryPort),
  resolution: Type.String(),
  location: Type.String(),
  exportTo: strings,
  endpoints: Type.Array(WorkloadEntrySpec),
  workloadSelector: nullable(Labels),
  subjectAltNames: strings,
  conditions: Type.Array(Condition),
});
export type ServiceEntry = Static<typeof ServiceEntry>;

export const WorkloadEntry = entity({ entry: WorkloadEntrySpec, conditions: Type.Array(Condition) });
export type WorkloadEntry = Static<typeof WorkloadEntry>;

/** Who may see a ServiceEntry, by the labels of its namespace: the first policy whose selectors all match, else the default. */
export const ServiceEntryVisibility = Type.Object({
  /** `PUBLIC`, `NAMESPACE`, `NONE` */
  byDefault: Type.String(),
  /** a null selector is a rule of an unknown kind and never matches */
  policies: Type.Array(Type.Object({ visibility: Type.String(), selectors: Type.Array(nullable(LabelSelector)) })),
});
export type ServiceEntryVisibility = Static<typeof ServiceEntryVisibility>;

/** MC3: Services (and namespaces) with such labels have this scope; GLOBAL where any rule that matches says so. */
export const ServiceScope = Type.Object({
  /** `LOCAL` or `GLOBAL` */
  scope: Type.String(),
  service: LabelSelector,
  namespace: LabelSelector,
});
export type ServiceScope = Static<typeof ServiceScope>;

/** A service that CUSTOM policies ask (`extensionProviders`). */
export const AuthorizationProvider = Type.Object({
  name: Type.String(),
  /** `host`, or `namespace/host` where it must be the one seen there */
  service: Type.String(),
  port: Type.Integer(),
  /** requests pass where it cannot be asked */
  failOpen: Type.Boolean(),
});
export type AuthorizationProvider = Static<typeof AuthorizationProvider>;

/** What MeshConfig says of the things the rules read (ConfigMap `istio`, or /debug/mesh). */
export const MeshConfig = Type.Object({
  revision: Type.String(),
  rootNamespace: Type.String(),
  trustDomain: Type.String(),
  /** null = not set: every namespace is discovered (E13) */
  discoverySelectors: nullable(Type.Array(LabelSelector)),
  outboundTrafficPolicy: Type.String(),
  /** other names of the trust domain: sidecars and waypoints take them for it, ztunnel does not (S8, C3) */
  trustDomainAliases: Type.Optional(strings),
  /** which Services other clusters see, by labels; absent = MeshConfig does not say (MC3) */
  serviceScopes: Type.Optional(Type.Array(ServiceScope)),
  /** absent = not configured: every ServiceEntry is public (D5) */
  serviceEntryVisibility: Type.Optional(ServiceEntryVisibility),
  /** absent = MeshConfig defines none */
  authorizationProviders: Type.Optional(Type.Array(AuthorizationProvider)),
});
export type MeshConfig = Static<typeof MeshConfig>;

/** ConfigMap `istio-cni-config` (E2, E3). */
export const CniConfig = Type.Object({
  ambientEnabled: nullable(Type.Boolean()),
  excludeNamespaces: strings,
  /** null = the two defaults of E2 */
  enablementSelectors: nullable(Type.Array(Type.Object({ pod: LabelSelector, namespace: LabelSelector }))),
  dnsCapture: nullable(Type.Boolean()),
  ipv6: nullable(Type.Boolean()),
  /** E8: the plugin asks the API server again; absent = not said, which is no */
  detectionRetry: Type.Optional(Type.Boolean()),
  /** N3: other source addresses of health probes; absent = Istio's own */
  probeAddress: Type.Optional(Type.String()),
  probeAddressV6: Type.Optional(Type.String()),
  /** keys whose text could not be understood: Istio's defaults are assumed for them */
  unreadable: Type.Optional(Type.Array(Type.String())),
});
export type CniConfig = Static<typeof CniConfig>;
