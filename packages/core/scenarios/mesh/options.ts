import type {
  AllowedNamespaces,
  Capture,
  ContainerPort,
  GatewayState,
  Labels,
  PortSpec,
  ServiceEntrySpec,
  WorkloadKind,
} from './spec.ts';

export interface NamespaceOptions {
  ambient?: boolean;
  /** `name`, `namespace/name` or `none` */
  waypoint?: string;
  labels?: Labels;
}

export interface ServiceOptions {
  name?: string;
  headless?: boolean;
  publishNotReady?: boolean;
  selector?: Labels;
  labels?: Labels;
  annotations?: Labels;
}

export interface AppOptions {
  kind?: WorkloadKind;
  replicas?: number;
  ports?: readonly PortSpec[];
  containerPorts?: readonly ContainerPort[];
  /** `namespace/service:port`, or `host:port` of a host outside */
  calls?: readonly string[];
  /** Declare the calls with an annotation instead of environment variables. */
  annotateCalls?: boolean;
  env?: Labels;
  labels?: Labels;
  annotations?: Labels;
  serviceAccount?: string;
  nodes?: readonly string[];
  hostNetwork?: boolean;
  sidecar?: boolean;
  capture?: Capture;
  waypoint?: string;
  service?: ServiceOptions | false;
  /** istiod never told ztunnel about the pods. */
  untold?: boolean;
}

export interface WaypointOptions {
  replicas?: number;
  for?: string;
  allowed?: AllowedNamespaces;
  state?: GatewayState;
  since?: number;
  className?: string;
  budget?: boolean;
  nodes?: readonly string[];
}

export interface GatewayOptions {
  replicas?: number;
  state?: GatewayState;
  since?: number;
  port?: number;
  address?: string;
  routes?: readonly { host: string; path?: string; to: string }[];
}

export interface ServiceEntryOptions {
  hosts: readonly string[];
  ports?: readonly { number: number; name: string; protocol: string }[];
  resolution?: ServiceEntrySpec['resolution'];
  addresses?: readonly string[];
  endpoints?: readonly string[];
  waypoint?: string;
  labels?: Labels;
}
