/** Putting a mesh into the cluster, and taking it out again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KINDS } from '@hopscope/core';
import { type KubeObject, UNREADY } from '@hopscope/core/scenarios';
import { object } from '../src/conformance/case.ts';
import type { Administrator } from '../src/kubernetes/test-cluster.ts';

/** Requests at once. */
const AT_ONCE = 12;

/** An object that the API server or istiod's webhook did not take. */
export interface Refusal {
  object: KubeObject;
  why: string;
}

/** The path of an object's collection. */
function collectionOf({ apiVersion, kind, metadata }: KubeObject): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const resource = KINDS.find((spec) => spec.kind === kind)?.resource ?? `${kind.toLowerCase()}s`;
  return metadata.namespace === undefined
    ? `${root}/${resource}`
    : `${root}/namespaces/${metadata.namespace}/${resource}`;
}

/** `Kind namespace/name`. */
export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** Creates the objects, in waves: what is decided by age must differ in it by a second, the clock of the API server. */
export async function createObjects(administrator: Administrator, objects: readonly KubeObject[]): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (const [at, wave] of wavesOf(objects).entries()) {
    if (at > 1) await sleep(1000 - (Date.now() % 1000) + 50);
    await each(wave, async (one) => {
      const { status, value } = await administrator.ask('POST', collectionOf(one), one);
      if (status > 299 && status !== 409) refused.push({ object: one, why: String(value['message'] ?? status) });
    });
  }
  return refused;
}

/**
 * Namespaces and accounts first. Then all whose age decides nothing; then ServiceEntries that share a host, and
 * PeerAuthentications of one namespace, one after the other: of two of the same second either may be the older to istiod.
 * PeerAuthentications with a selector come last: istiod converts them once, and does not look at them again when one of
 * their namespace or of the mesh follows.
 */
function wavesOf(objects: readonly KubeObject[]): KubeObject[][] {
  const waves: KubeObject[][] = [[], []];
  const next = new Map<string, number>();
  const place = (one: KubeObject, from: number): void => {
    const keys = ageKeysOf(one);
    const wave = keys === null ? Number(!isGround(one)) : Math.max(from, ...keys.map((key) => next.get(key) ?? 0));
    for (const key of keys ?? []) next.set(key, wave + 1);
    while (waves.length <= wave) waves.push([]);
    waves[wave]!.push(one);
  };
  for (const one of objects) if (!isSelecting(one)) place(one, 2);
  const last = waves.length;
  for (const one of objects) if (isSelecting(one)) place(one, last);
  return waves;
}

const isSelecting = ({ kind, spec }: KubeObject): boolean =>
  kind === 'PeerAuthentication' && object(spec)['selector'] !== undefined;

const isGround = ({ kind }: KubeObject): boolean => kind === 'Namespace' || kind === 'ServiceAccount';

function ageKeysOf({ kind, metadata, spec }: KubeObject): string[] | null {
  if (kind === 'PeerAuthentication') return [`peer ${metadata.namespace}`];
  if (kind === 'ServiceEntry') return (object(spec)['hosts'] as string[]).map((host) => `host ${host}`);
  return null;
}

/** Takes their readiness from the pods that are to have none, once they run. */
export async function applyReadiness(administrator: Administrator, objects: readonly KubeObject[]): Promise<void> {
  const pods = objects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.annotations?.[UNREADY] !== undefined);
  await each(pods, async (pod) => {
    const path = `${collectionOf(pod)}/${pod.metadata.name}`;
    if (!(await isRunning(administrator, path))) return;
    const status = { conditions: [{ type: 'Ready', status: 'False' }] };
    await administrator.ask('PATCH', `${path}/status`, { status });
  });
}

/** False for a pod that is refused, or that no node takes. */
async function isRunning(administrator: Administrator, path: string): Promise<boolean> {
  for (let i = 0; i < 40; i++) {
    const { status, value } = await administrator.ask('GET', path);
    if (status === 404) return false;
    if (object(value['status'])['phase'] === 'Running') return true;
    await sleep(200);
  }
  return false;
}

/** Deletes objects and leaves their namespaces. */
export async function removeObjects(administrator: Administrator, objects: readonly KubeObject[]): Promise<void> {
  await each(objects, async (one) => {
    const path = `${collectionOf(one)}/${one.metadata.name}`;
    const immediate = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: 'Background',
      gracePeriodSeconds: 0,
    };
    await administrator.ask('DELETE', path, immediate);
    await gone(administrator, path);
  });
}

/** Deletes the objects, and waits until their namespaces are gone. */
export async function deleteObjects(administrator: Administrator, objects: readonly KubeObject[]): Promise<void> {
  const outside = objects.filter(
    ({ kind, metadata }) => kind === 'Namespace' || !isWithin(objects, metadata.namespace),
  );
  await each(outside, async (one) => {
    await administrator.ask('DELETE', `${collectionOf(one)}/${one.metadata.name}`);
  });
  for (const one of outside) await gone(administrator, `${collectionOf(one)}/${one.metadata.name}`);
}

const isWithin = (objects: readonly KubeObject[], namespace: string | undefined): boolean =>
  objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace);

async function gone(administrator: Administrator, path: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if ((await administrator.ask('GET', path)).status === 404) return;
    await sleep(200);
  }
  throw new Error(`${path} does not go away`);
}

async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
