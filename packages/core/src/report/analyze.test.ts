/** What holds for every report and every answer, over all scenarios. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { type Scenario, scenarios } from '../../scenarios/index.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { type Ref, refId } from '../state/refs.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import type { MeshReport } from './mesh-report.ts';
import type { PathResult } from './path-result.ts';

const each = scenarios.map((scenario) => [scenario.id, scenario] as const);

/** Everything that is said of a scenario: the report, each question asked and each link of the graph. */
function answersOf(scenario: Scenario, state: MeshState): { report: MeshReport; paths: PathResult[] } {
  const report = analyze(state);
  const asked = scenario.asks.map((ask) => questionOf(`${ask.from} -> ${ask.to}`, ask.http));
  const links = report.graph.links.map((link) => link.query);
  return { report, paths: [...asked, ...links].map((query) => explain(state, query)) };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

describe.each(each)('%s', (_id, scenario) => {
  const bundle = scenario.bundle();
  const state = deepFreeze(stateOf(bundle));

  it('is judged without touching its input, the same twice, and survives JSON', () => {
    const first = answersOf(scenario, state);
    expect(answersOf(scenario, structuredClone(state))).toEqual(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  it('blames what exists', () => {
    const { report, paths } = answersOf(scenario, state);
    const exists = existing(state);
    const findings = [...report.causes, ...report.symptoms].map((group) => group.detection);
    const onPaths = paths.flatMap((path) =>
      path.traces.flatMap((trace) => trace.hops.flatMap((hop) => hop.checks.flatMap((check) => check.detection ?? []))),
    );
    for (const { check, subject, objects } of [...findings, ...onPaths])
      for (const object of [subject, ...objects]) expect(exists(object), `${check}: ${refId(object)}`).toBe(true);
  });

  it('refers from links, nodes and cells to causes of the report only', () => {
    const { report } = answersOf(scenario, state);
    const keys = new Set([...report.causes, ...report.symptoms].map((group) => group.key));
    const cells = report.chain.flatMap((stage) => stage.cells);
    for (const { causes } of [...Object.values(report.links), ...Object.values(report.nodes), ...cells])
      expect(causes.filter((key) => !keys.has(key))).toEqual([]);
    for (const { links } of report.causes) expect(links.filter((id) => !report.links[id])).toEqual([]);
  });
});

const SLICE_BY_KIND: Readonly<Record<string, keyof MeshState>> = {
  Pod: 'pods',
  Service: 'services',
  Gateway: 'gateways',
  NetworkPolicy: 'networkPolicies',
  AuthorizationPolicy: 'authorizationPolicies',
  RequestAuthentication: 'requestAuthentications',
  PeerAuthentication: 'peerAuthentications',
  ServiceEntry: 'serviceEntries',
  WorkloadEntry: 'workloadEntries',
  VirtualService: 'virtualServices',
  DestinationRule: 'destinationRules',
  APIService: 'apiServices',
  GatewayClass: 'gatewayClasses',
};

/** Whether an object is in the state; a node, a namespace or a workload may be known by what runs there alone. */
function existing(state: MeshState): (object: Ref) => boolean {
  const named = new Set<string>();
  const add = (kind: string, namespace: string, name: string): void => void named.add(refId({ kind, namespace, name }));
  for (const [kind, slice] of Object.entries(SLICE_BY_KIND))
    for (const { namespace, name } of state[slice] as Ref[]) add(kind, namespace, name);
  for (const { kind, namespace, name } of [...state.controllers, ...state.routes, ...state.webhooks, ...state.markers])
    add(kind, namespace, name);
  for (const { name } of state.namespaces) add('Namespace', '', name);
  if (state.ciliumConfig) add('ConfigMap', 'kube-system', 'cilium-config');
  for (const { name } of state.nodes) add('Node', '', name);
  for (const pod of state.pods) {
    add(pod.workload.kind, pod.namespace, pod.workload.name);
    add('Node', '', pod.node);
  }
  return (object) => named.has(refId(object));
}

describe('house rule R5: no clock, no dice', () => {
  beforeEach(() => {
    const trap = (): never => {
      throw new Error('core reads no clock and throws no dice');
    };
    const RealDate = Date;
    class TrappedDate extends RealDate {
      constructor(...given: [number | string] | []) {
        if (given.length === 0) trap();
        super(...(given as [string]));
      }
      static override now(): number {
        return trap();
      }
    }
    vi.stubGlobal('Date', TrappedDate);
    vi.spyOn(Math, 'random').mockImplementation(trap);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('springs its trap', () => {
    expect(() => Date.now()).toThrow('no clock');
    expect(() => new Date()).toThrow('no clock');
    expect(() => Math.random()).toThrow('no dice');
    expect(new Date('2026-11-20T10:00:00Z').getUTCFullYear()).toBe(2026);
  });

  it.each(each)('%s', (_id, scenario) => {
    expect(() => answersOf(scenario, stateOf(scenario.bundle()))).not.toThrow();
  });
});
