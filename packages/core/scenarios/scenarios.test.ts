import { describe, expect, it } from 'vitest';
import type { KubeObject } from './bundle.ts';
import type { Ask } from './scenario.ts';
import { scenarios } from './scenarios.ts';

describe('scenarios', () => {
  it('have ids of their own', () => {
    const ids = scenarios.map((scenario) => scenario.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never ask for what they forbid', () => {
    for (const { id, fires = [], silent = [], asks } of scenarios) {
      expect(
        fires.filter((check) => silent.includes(check)),
        id,
      ).toEqual([]);
      for (const { expect: wanted } of asks) {
        expect(wanted.notCauses ?? [], id).not.toContain(wanted.cause);
        expect(wanted.notBlame ?? [], id).not.toContain(wanted.blame);
      }
    }
  });
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  it('builds the same plain data twice, with no object twice', () => {
    const bundle = scenario.bundle();
    expect(JSON.parse(JSON.stringify(scenario.bundle()))).toEqual(bundle);
    const keys = bundle.objects.map(
      (one) => `${one.apiVersion}/${one.kind}/${one.metadata.namespace}/${one.metadata.name}`,
    );
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('asks about what is there', () => {
    const { objects } = scenario.bundle();
    for (const { from, to } of scenario.asks.filter(isAboutSomething)) {
      expect(isCaller(objects, from), from).toBe(true);
      expect(isThere(objects, to.replace(/:\d+$/, '')), to).toBe(true);
    }
  });
});

/** What is missing on purpose is what the answer is about, or what nobody can know. */
const isAboutSomething = ({ expect: { cause, verdict } }: Ask): boolean =>
  cause !== 'source-pod-not-running' && cause !== 'dns-service-not-found' && !verdict.includes('unknown');

const has = (objects: readonly KubeObject[], kinds: readonly string[], name: string): boolean =>
  objects.some((one) => kinds.includes(one.kind) && `${one.metadata.namespace}/${one.metadata.name}` === name);

/** Callers without a name of an object are always there: the API server, a node. */
function isCaller(objects: readonly KubeObject[], from: string): boolean {
  const name = from.replace(/^(workload|pod|gateway):/, '');
  if (!name.includes('/')) return true;
  if (from.startsWith('pod:')) return has(objects, ['Pod'], name);
  return has(objects, from.startsWith('gateway:') ? ['Gateway'] : ['Deployment', 'StatefulSet'], name);
}

function isThere(objects: readonly KubeObject[], target: string): boolean {
  // An address may be nobody's: that is what is asked then.
  if (target.startsWith('ip:')) return true;
  if (target.startsWith('host:')) return definesHost(objects, target.slice('host:'.length));
  return has(objects, [target.startsWith('pod:') ? 'Pod' : 'Service'], target.replace(/^(pod|service):/, ''));
}

/** A host outside the cluster is there when a ServiceEntry defines it, or a route of a gateway names it. */
function definesHost(objects: readonly KubeObject[], host: string): boolean {
  return objects.some(({ kind, spec }) => {
    const { hosts: own = [], hostnames = [] } = (spec ?? {}) as { hosts?: string[]; hostnames?: string[] };
    const hosts = kind === 'ServiceEntry' ? own : kind === 'HTTPRoute' ? hostnames : [];
    return hosts.some((pattern) => pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1))));
  });
}
