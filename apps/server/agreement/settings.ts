/** How istiod is set up: MeshConfig, flags and the network of the cluster, changed between batches and put back at the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Choices } from '@hopscope/core/scenarios';
import { parse, stringify } from 'yaml';
import { type Json, object, objects, text } from '../src/conformance/case.ts';
import type { Administrator } from '../src/kubernetes/test-cluster.ts';

export interface Settings {
  /** replaces keys of MeshConfig */
  mesh: Json;
  /** flags of istiod */
  env: Readonly<Record<string, string>>;
  /** label of the root namespace; '' = none */
  network: string;
}

export const NO_SETTINGS: Settings = { mesh: {}, env: {}, network: '' };

/** What an operator may have set, a few of them at a time. */
export function randomSettings(choose: Choices): Settings {
  const blue = { matchLabels: { team: 'blue' } };
  const notRed = { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['red'] }] };
  const mesh = {
    ...(choose.chance(30) ? { trustDomain: 'mesh.example' } : {}),
    ...(choose.chance(30) ? { discoverySelectors: [choose.pick([blue, notRed]), ROOT] } : {}),
    ...(choose.chance(50) ? { serviceEntryVisibility: visibility(choose) } : {}),
  };
  const flags = {
    PILOT_AUTO_ALLOW_WAYPOINT_POLICY: 'true',
    AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY: 'true',
    PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES: 'false',
    PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: 'false',
  };
  const env = Object.fromEntries(Object.entries(flags).filter(() => choose.chance(40)));
  return { mesh, env, network: choose.chance(50) ? choose.pick(['near', 'far']) : '' };
}

/** The root namespace is looked at, whatever else is. */
const ROOT = { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } };

function visibility(choose: Choices): Json {
  const words = ['PUBLIC', 'NAMESPACE', 'NONE'] as const;
  const rule = (team: string) => ({
    visibility: choose.pick(words),
    matchingRules: [{ namespaceSelector: { matchLabels: { team } } }],
  });
  return {
    ...(choose.chance(60) ? { defaultVisibility: choose.pick(words) } : {}),
    policies: choose.some(['blue', 'red'], 0, 2).map(rule),
  };
}

const DEPLOYMENT = '/apis/apps/v1/namespaces/istio-system/deployments/istiod';
const CONFIG = '/api/v1/namespaces/istio-system/configmaps/istio';
const NAMESPACE = '/api/v1/namespaces/istio-system';
const PODS = '/api/v1/namespaces/istio-system/pods';

/** Remembers how the cluster is set up; gives a function that changes it and waits until the new istiod answers. */
export async function settingsOf(administrator: Administrator): Promise<(settings: Settings) => Promise<void>> {
  const config = text(object((await administrator.ask('GET', CONFIG)).value['data'])['mesh']);
  const deployment = (await administrator.ask('GET', DEPLOYMENT)).value;
  const pod = object(object(object(deployment['spec'])['template'])['spec']);
  const [container, ...others] = objects(pod['containers']);
  const namespace = object((await administrator.ask('GET', NAMESPACE)).value['metadata']);
  const network = object(namespace['labels'])[NETWORK] ?? null;
  let current = JSON.stringify(NO_SETTINGS);
  return async (settings) => {
    if (JSON.stringify(settings) === current) return;
    current = JSON.stringify(settings);
    const env = Object.entries(settings.env).map(([name, value]) => ({ name, value }));
    const containers = [{ ...container, env: [...objects(container?.['env']), ...env] }, ...others];
    const annotations = { 'hopscope.io/settings': current };
    await administrator.ask('PATCH', NAMESPACE, { metadata: { labels: { [NETWORK]: settings.network || network } } });
    await administrator.ask('PATCH', CONFIG, {
      data: { mesh: stringify({ ...object(parse(config)), ...settings.mesh }) },
    });
    await administrator.ask('PATCH', DEPLOYMENT, {
      spec: { template: { metadata: { annotations }, spec: { containers } } },
    });
    await rolledOut(administrator, current);
  };
}

const NETWORK = 'topology.istio.io/network';

/** Until only istiods of these settings are left, and one is ready. */
async function rolledOut(administrator: Administrator, settings: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const { value } = await administrator.ask('GET', `${PODS}?labelSelector=app%3Distiod`);
    const pods = objects(value['items']).map((pod) => object(pod['metadata']));
    const isNew = (meta: Json): boolean => object(meta['annotations'])['hopscope.io/settings'] === settings;
    const [first] = pods;
    if (first && pods.every(isNew) && (await isReady(administrator, text(first['name'])))) return;
    await sleep(300);
  }
  throw new Error('istiod does not come up with other settings');
}

async function isReady(administrator: Administrator, pod: string): Promise<boolean> {
  const { value } = await administrator.ask('GET', `${PODS}/${pod}`);
  return objects(object(value['status'])['conditions']).some(
    (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
  );
}
