/** Which node of the traffic graph an end of measured traffic is, at the level the reader chose. */
import type { TrafficEnd, TrafficSeries } from '../state/traffic.ts';
import { isKnown } from './believed-traffic.ts';

/** What one node stands for: a workload, all versions of an application, each of them, or a Service. */
export type TrafficLevel = 'workload' | 'app' | 'version' | 'service';

export interface TrafficIdentity {
  id: string;
  kind: 'workload' | 'app' | 'service' | 'unknown';
  cluster: string;
  namespace: string;
  /** '' for what the level leaves out */
  workload: string;
  app: string;
  version: string;
  service: string;
}

/** What asks: never a Service. */
export function sourceNode(end: TrafficEnd, level: TrafficLevel): TrafficIdentity | null {
  return identify(end, { namespace: end.namespace, name: '' }, level);
}

/** What is asked: the workload that took it, else the Service it was meant for. */
export function destinationNode({ to, service }: TrafficSeries, level: TrafficLevel): TrafficIdentity | null {
  return identify(to, service, level);
}

/** The Service as a node of its own, whatever answered for it. */
export function serviceNode({ to, service }: TrafficSeries): TrafficIdentity {
  return named('service', to.cluster || 'unknown', service.namespace, { service: service.name });
}

function identify(
  end: TrafficEnd,
  service: { namespace: string; name: string },
  level: TrafficLevel,
): TrafficIdentity | null {
  const cluster = end.cluster || 'unknown';
  const namespace = isKnown(end.namespace) ? end.namespace : service.namespace || 'unknown';
  const isNobody = end.workload === 'unknown' && end.app === 'unknown';
  if (isNobody && namespace === 'unknown' && service.name === '') return named('unknown', cluster, namespace, NOBODY);
  // A request that named nothing known: one node for each namespace shows that there are such.
  if (isNobody && service.name === 'unknown') return named('service', cluster, namespace, { service: 'unknown' });
  const names = { workload: known(end.workload), app: known(end.app), version: known(end.version) };
  if (names.app !== '' && level === 'app') return named('app', cluster, namespace, { app: names.app });
  if (names.app !== '' && level === 'version') return named('app', cluster, namespace, names);
  if (names.workload !== '') return named('workload', cluster, namespace, names);
  return isKnown(service.name) ? named('service', cluster, namespace, { service: service.name }) : null;
}

const NOBODY = { workload: 'unknown', app: 'unknown', version: 'unknown' };

const known = (text: string): string => (isKnown(text) ? text : '');

type Names = Pick<TrafficIdentity, 'workload' | 'app' | 'version' | 'service'>;

/** A versioned application goes by its workload, so that a label set twice does not tear it apart. */
function named(
  kind: TrafficIdentity['kind'],
  cluster: string,
  namespace: string,
  names: Partial<Names>,
): TrafficIdentity {
  const all: Names = { workload: '', app: '', version: '', service: '', ...names };
  const version = kind === 'app' && all.workload === '' && all.version !== '' ? `@${all.version}` : '';
  const name = kind === 'service' ? all.service : `${all.workload || all.app}${version}`;
  return { id: `${kind}:${cluster}/${namespace}/${name}`, kind, cluster, namespace, ...all };
}
