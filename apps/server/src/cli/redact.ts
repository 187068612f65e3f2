/**
 * What of a gathered object leaves the cluster. Commands, arguments and environment may hold secrets, so of these only the
 * addresses stay that Hopscope would read itself (asked of the same reader), and the flags of Istio's own components.
 */
import { normalizeObject } from '@hopscope/core';
import type { KubernetesObject } from '../kubernetes/kinds.ts';

type Fields = Record<string, unknown>;

const CONTROLLERS = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']);
const DROPPED = ['command', 'args', 'env', 'envFrom', 'lifecycle', 'livenessProbe', 'startupProbe', 'resources'];

/** The object without what may be secret; other kinds than pods and controllers are returned as they are. */
export function redactObject(object: KubernetesObject): KubernetesObject {
  if (object.kind === 'Pod') return { ...object, spec: redactPodSpec(fieldsOf(object['spec']), addressesOf) };
  if (object.kind === 'CustomResourceDefinition') return withoutSchemas(object);
  if (!CONTROLLERS.has(object.kind ?? '')) return object;
  const spec = fieldsOf(object['spec']);
  const template = fieldsOf(spec['template']);
  const flags = flagsOf(object);
  const redacted = redactPodSpec(fieldsOf(template['spec']), (container) =>
    listOf(container['env']).filter(({ name, value }) => typeof name === 'string' && flags.get(name) === value),
  );
  return { ...object, spec: { ...spec, template: { ...template, spec: redacted } } };
}

/** Not secret but large: of a definition only that it is there matters. */
function withoutSchemas(object: KubernetesObject): KubernetesObject {
  const spec = fieldsOf(object['spec']);
  const versions = listOf(spec['versions']).map(({ name, served, storage }) => ({ name, served, storage }));
  return { ...object, spec: { ...spec, versions } };
}

function redactPodSpec(spec: Fields, envOf: (container: Fields) => Fields[]): Fields {
  const { volumes: _volumes, ...rest } = spec;
  for (const key of ['containers', 'initContainers', 'ephemeralContainers']) {
    if (Array.isArray(rest[key]))
      rest[key] = listOf(rest[key]).map((container) => redactContainer(container, envOf(container)));
  }
  return rest;
}

function redactContainer(container: Fields, env: Fields[]): Fields {
  const kept = Object.fromEntries(Object.entries(container).filter(([key]) => !DROPPED.includes(key)));
  if (env.length > 0) kept['env'] = env;
  if (kept['readinessProbe'] !== undefined) kept['readinessProbe'] = redactProbe(fieldsOf(kept['readinessProbe']));
  return kept;
}

/** How the probe asks and where, without the command and the headers. */
function redactProbe(probe: Fields): Fields {
  const { httpGet, exec, ...rest } = probe;
  const { httpHeaders: _headers, ...get } = fieldsOf(httpGet);
  return { ...rest, ...(httpGet === undefined ? {} : { httpGet: get }), ...(exec === undefined ? {} : { exec: {} }) };
}

/** The flags of Istio's own components that the state keeps. */
function flagsOf(object: KubernetesObject): Map<string, unknown> {
  const normalized = normalizeObject(object);
  const env =
    normalized !== null && 'slice' in normalized && normalized.slice === 'controllers' ? normalized.entity.env : {};
  return new Map(Object.entries(env));
}

const MOST_REMEMBERED = 50_000;
const remembered = new Map<string, Fields[]>();

/** The addresses of a container's environment and arguments, as variables that say the same. */
function addressesOf(container: Fields): Fields[] {
  const given = { env: container['env'], command: container['command'], args: container['args'] };
  // The replicas of a workload say the same.
  const key = JSON.stringify(given);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' }, spec: { containers: [given] } };
  const normalized = normalizeObject(pod);
  const hosts =
    normalized !== null && 'slice' in normalized && normalized.slice === 'pods' ? normalized.entity.declaredHosts : [];
  const env = hosts.map((host, i) => ({ name: `DECLARED_${i + 1}_ADDR`, value: host }));
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, env);
  return env;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
