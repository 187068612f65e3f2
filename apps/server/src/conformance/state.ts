/** A case's objects as a state, by the same way a bundle takes. The settings of a case become the objects that carry them in a cluster. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  indexMesh,
  type Mesh,
  type MeshState,
  normalizeBundle,
  normalizeReading,
  readBundleDocument,
  type ZtunnelDump,
} from '@hopscope/core';
import { type Case, type Json, NotAnswered, object, objects, text, texts } from './case.ts';

/** The state of the objects of a case. */
export function stateOf(one: Case): MeshState {
  const { config } = one;
  return normalized({
    hopscopeBundle: 1,
    cluster: text(config['clusterId']),
    domainSuffix: text(config['domainSuffix']),
    // Without a network of its own the label of the root namespace says it.
    ...(text(config['network']) === '' ? {} : { network: text(config['network']) }),
    objects: [...settings(config), ...objectsOf(one)],
  });
}

/** The same, indexed for the rules. */
export function meshOf(one: Case): Mesh {
  return indexMesh(stateOf(one));
}

/** The state of a bundle document. */
export function normalized(bundle: unknown): MeshState {
  const read = normalizeBundle(readBundleDocument(bundle));
  if (!read.ok) throw new NotAnswered(read.reason);
  return read.state;
}

/** The objects of a case, of the file it names and its own extra ones; the last of a name counts. */
export function objectsOf(one: Case): Json[] {
  const { raw } = one;
  const shared =
    raw['objectsRef'] === undefined ? [] : objects(object(readBeside(one, text(raw['objectsRef'])))['objects']);
  const byName = new Map<string, Json>();
  for (const item of [...shared, ...objects(raw['objects']), ...objects(raw['extraObjects'])]) {
    const meta = object(item['metadata']);
    byName.set([item['apiVersion'], item['kind'], meta['namespace'], meta['name']].map(text).join(' '), item);
  }
  return [...byName.values()];
}

/** A file that a case names: beside it, or in the folder `input` beside it. */
function readBeside(one: Case, name: string): unknown {
  for (const path of [join(one.folder, name), join(one.folder, 'input', basename(name))]) {
    const content = readIfThere(path);
    if (content !== null) return JSON.parse(content) as unknown;
  }
  throw new NotAnswered(`its input ${name} is not there`);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** MeshConfig, istio-cni's list and istiod's flags, as the objects a cluster keeps them in. */
function settings(config: Json): Json[] {
  const root = text(config['rootNamespace']) || 'istio-system';
  const made = [meshConfig(config, root)];
  const cni = cniSettings(config);
  if (Object.keys(cni).length > 0)
    made.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-cni-config', namespace: root },
      data: cni,
    });
  const flags = flagsOf(config);
  if (Object.keys(flags).length > 0) made.push(istiod(root, flags));
  return made;
}

function cniSettings(config: Json): Record<string, string> {
  const excluded = config['cniExcludeNamespaces'];
  const selectors = config['enablementSelectors'];
  return {
    ...(excluded === undefined ? {} : { EXCLUDE_NAMESPACES: texts(excluded).join(',') }),
    ...(selectors === undefined ? {} : { AMBIENT_ENABLEMENT_SELECTOR: JSON.stringify(selectors) }),
  };
}

function meshConfig(config: Json, root: string): Json {
  const trustDomain = text(config['trustDomain']);
  const mesh = {
    rootNamespace: root,
    ...(trustDomain === '' ? {} : { trustDomain }),
    ...object(config['meshConfig']),
  };
  const revision = config['revision'];
  const labels = typeof revision === 'string' ? { 'istio.io/rev': revision } : {};
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: root, labels },
    data: { mesh: JSON.stringify(mesh) },
  };
}

/** The corpora name two flags in their own words. */
const FLAG_WORDS: Readonly<Record<string, string>> = {
  defaultAllowFromWaypoint: 'PILOT_AUTO_ALLOW_WAYPOINT_POLICY',
  k8sServiceSelectsWorkloadEntries: 'PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES',
};

function flagsOf(config: Json): Record<string, string> {
  const given = { ...config, ...object(config['flags']) };
  const flags: Record<string, string> = {};
  for (const [word, value] of Object.entries(given)) {
    const name = FLAG_WORDS[word] ?? word;
    if (/^[A-Z][A-Z0-9_]+$/.test(name)) flags[name] = String(value);
  }
  return flags;
}

function istiod(namespace: string, flags: Record<string, string>): Json {
  const labels = { app: 'istiod' };
  const env = Object.entries(flags).map(([name, value]) => ({ name, value }));
  const template = { metadata: { labels }, spec: { containers: [{ name: 'discovery', env }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod', namespace, labels },
    spec: { template },
  };
}

/** The dump a case brings, or the part of one that it was cut down to. */
export function dumpOf(one: Case): ZtunnelDump {
  const name = text(object(one.raw['input'])['ztunnelConfigDump']);
  const given = name === '' ? one.raw['ztunnelConfigDump'] : readBeside(one, name);
  const body = Array.isArray(given) ? { workloadState: given } : given;
  const { status, value } = normalizeReading({ source: 'ztunnel-config', pod: 'istio-system/ztunnel', body });
  if (value === undefined || !('proxies' in value && 'workloads' in value)) throw new NotAnswered(status.message);
  return value;
}
