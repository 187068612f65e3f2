import type { Bundle, KubeObject, ReadingSource, Unread } from '../bundle.ts';
import { waypointLabels } from './declare.ts';
import { addApp } from './declare-app.ts';
import { addGateway, addServiceEntry, addWaypoint } from './declare-gateway.ts';
import { emitBundle } from './emit-bundle.ts';
import { editedSince } from './emit-policies.ts';
import { MODE_LABEL } from './enrolment.ts';
import { splitRef } from './identity.ts';
import type { AppOptions, GatewayOptions, NamespaceOptions, ServiceEntryOptions, WaypointOptions } from './options.ts';
import type { AnswerSpec } from './read-answers.ts';
import type {
  CaptureFault,
  CertificateFault,
  EventSpec,
  GatewaySpec,
  IstioSpec,
  Labels,
  MeshSpec,
  NodeSpec,
  PodFault,
  RouteSpec,
  ServiceSpec,
  WorkloadSpec,
  ZtunnelFault,
} from './spec.ts';
import type { MeshOptions } from './start-spec.ts';
import { startSpec } from './start-spec.ts';

/** Starts the description of a cluster with a healthy ambient Istio on it. */
export function mesh(options: MeshOptions = {}): Mesh {
  return new Mesh(options);
}

/** A cluster in few words: declare what is there, bend it with faults, take the bundle. */
export class Mesh {
  readonly spec: MeshSpec;

  constructor(options: MeshOptions) {
    this.spec = startSpec(options);
  }

  namespace(name: string, options: NamespaceOptions = {}): this {
    const labels: Labels = {
      'kubernetes.io/metadata.name': name,
      ...(options.ambient === true ? { [MODE_LABEL]: 'ambient' } : {}),
      ...waypointLabels(options.waypoint, name),
      ...options.labels,
    };
    this.spec.namespaces.push({ name, labels, annotations: {} });
    return this;
  }

  labelNamespace(name: string, key: string, value: string): this {
    this.find(this.spec.namespaces, (one) => one.name === name, name).labels[key] = value;
    return this;
  }

  /** A workload with its ServiceAccount and, unless `service: false`, a Service of the same name. */
  app(ref: string, options: AppOptions = {}): this {
    addApp(this.spec, ref, options);
    return this;
  }

  waypoint(ref: string, options: WaypointOptions = {}): this {
    addWaypoint(this.spec, ref, options);
    return this;
  }

  gateway(ref: string, options: GatewayOptions = {}): this {
    addGateway(this.spec, ref, options);
    return this;
  }

  serviceEntry(ref: string, options: ServiceEntryOptions): this {
    addServiceEntry(this.spec, ref, options);
    return this;
  }

  /** The Service has endpoints in another network too. */
  remote(ref: string, network: string, gateway?: { address: string; port: number }): this {
    this.spec.remotes.push({ ...splitRef(ref), network, ...(gateway === undefined ? {} : { gateway }) });
    return this;
  }

  /** An HTTPRoute whose parent is a Service: a rule for the waypoint. */
  meshRoute(ref: string, rules: RouteSpec['rules']): this {
    const parent = splitRef(ref);
    this.spec.routes.push({ ...parent, parent: { kind: 'Service', ...parent }, hostnames: [], rules });
    return this;
  }

  authorizationPolicy(
    ref: string,
    spec: Record<string, unknown>,
    more: { labels?: Labels; since?: number } = {},
  ): this {
    this.spec.authorizationPolicies.push({ ...splitRef(ref), labels: {}, ...more, spec });
    return this;
  }

  peerAuthentication(ref: string, mode: string, more: Record<string, unknown> = {}): this {
    this.spec.peerAuthentications.push({ ...splitRef(ref), labels: {}, spec: { mtls: { mode }, ...more } });
    return this;
  }

  networkPolicy(ref: string, spec: Record<string, unknown>, since?: number): this {
    const metadata = { ...splitRef(ref), ...editedSince(this.spec, since) };
    return this.object({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec });
  }

  /** Any object; one of the same kind and name is replaced. */
  object(raw: KubeObject): this {
    const same = (one: KubeObject) =>
      one.kind === raw.kind &&
      one.metadata.name === raw.metadata.name &&
      one.metadata.namespace === raw.metadata.namespace;
    this.spec.objects = [...this.spec.objects.filter((one) => !same(one)), raw];
    return this;
  }

  /** A last touch to objects of a kind, for what the description has no word for. */
  edit(kind: string, change: (object: KubeObject) => void): this {
    this.spec.edits.push({ kind, change });
    return this;
  }

  event(event: Omit<EventSpec, 'count'> & { count?: number }): this {
    this.spec.events.push({ count: 8, ...event });
    return this;
  }

  /** Something happens to pods of a workload. */
  fault(ref: string, fault: PodFault): this {
    this.workload(ref).faults.push(fault);
    return this;
  }

  /** Capture of pods differs from what the labels ask for. */
  capture(ref: string, capture: CaptureFault['capture'], on?: CaptureFault['on']): this {
    this.workload(ref).captures.push({ capture, ...(on === undefined ? {} : { on }) });
    return this;
  }

  /** A DaemonSet has no pod on a node. */
  missing(ref: string, node: string): this {
    this.workload(ref).missing.push(node);
    return this;
  }

  /** Replicas are changed; with `since`, the Deployment's controller says when. */
  scale(ref: string, replicas: number, since?: number): this {
    const workload = this.workload(ref);
    const { namespace, name } = workload;
    const message = `Scaled replica set of ${name} from ${workload.replicas} to ${replicas}`;
    workload.replicas = replicas;
    if (since === undefined) return this;
    workload.scaledAgo = since;
    const scaled = { namespace, kind: 'Deployment', name, reason: 'ScalingReplicaSet', message };
    return this.event({ ...scaled, since, count: 1, type: 'Normal' });
  }

  /** The Deployment's new template replaces its pods, which then meet `fault`. */
  rollout(ref: string, fault: PodFault): this {
    const workload = this.workload(ref);
    workload.revision += 1;
    workload.createdAgo = fault.since;
    workload.previousImage = workload.image;
    workload.image = workload.image.replace(/:[\d.]+$/, ':1.5.0');
    return this.fault(ref, fault);
  }

  node(name: string, change: Partial<NodeSpec>): this {
    Object.assign(
      this.find(this.spec.nodes, (node) => node.name === name, name),
      change,
    );
    return this;
  }

  ztunnel(node: string, fault: ZtunnelFault): this {
    this.spec.ztunnels[node] = { ...this.spec.ztunnels[node], ...fault };
    return this;
  }

  certificate(fault: CertificateFault): this {
    this.spec.certificates.push(fault);
    return this;
  }

  istio(change: Partial<IstioSpec>): this {
    Object.assign(this.spec.istio, change);
    return this;
  }

  /** Tier 0: only Kubernetes objects could be read. */
  forbidReadings(): this {
    this.spec.readings = 'forbidden';
    return this;
  }

  unread(kind: string, namespace: string | null, message: string): this {
    const unread: Unread = { kind, namespace, code: 'forbidden', message };
    this.spec.unread.push(unread);
    return this;
  }

  /** These calls fail and leave no connection: `namespace/caller namespace/callee:port`. */
  quiet(...calls: string[]): this {
    this.spec.quiet.push(...calls);
    return this;
  }

  /** ztunnel counted connections between two workloads. */
  counted(from: string, to: string, closed: number, flags = '-'): this {
    this.spec.counts.push({ from, to, closed, flags });
    return this;
  }

  /** Pods of a workload write a log, serve a page, or answer with a body; `AnswerSpec` says how. */
  says(source: ReadingSource, of: string, ...said: AnswerSpec['said']): this {
    this.spec.answers.push({ source, of, said });
    return this;
  }

  workload(ref: string): WorkloadSpec {
    return this.find(this.spec.workloads, (one) => `${one.namespace}/${one.name}` === ref, ref);
  }

  service(ref: string): ServiceSpec {
    return this.find(this.spec.services, (one) => `${one.namespace}/${one.name}` === ref, ref);
  }

  gatewayOf(ref: string): GatewaySpec {
    return this.find(this.spec.gateways, (one) => `${one.namespace}/${one.name}` === ref, ref);
  }

  bundle(): Bundle {
    return emitBundle(this.spec);
  }

  private find<T>(list: readonly T[], is: (one: T) => boolean, name: string): T {
    const found = list.find(is);
    if (found === undefined) throw new Error(`the mesh has no ${name}`);
    return found;
  }
}
