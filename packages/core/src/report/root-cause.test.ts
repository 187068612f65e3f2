import { describe, expect, it } from 'vitest';
import { questionOf, stateOf } from '../../scenarios/asking.ts';
import { CLIENT, pair, SERVER } from '../../scenarios/checks/pair.ts';
import type { Detection } from '../checks/detection.ts';
import { CHECKS } from '../checks/index.ts';
import { indexMesh } from '../mesh/mesh.ts';
import { type Ref, ref } from '../state/refs.ts';
import { analyze } from './analyze.ts';
import { explain } from './explain.ts';
import { explainsAnywhere, explainsOnTrace } from './root-cause.ts';

const MESH = indexMesh(stateOf(pair({ replicas: 2, nodes: ['node-2', 'node-3'] }).bundle()));
const BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

const found = (check: string, subject: Ref, objects: Ref[] = []): Detection => ({
  check,
  subject,
  severity: 'broken',
  certainty: 'confirmed',
  blame: 'istio',
  sentence: '',
  evidence: [],
  objects,
  fix: [],
  since: null,
});

const node = (name: string): Ref => ref('Node', '', name);
const pod = (name: string): Ref => ref('Pod', 'shop', name);
const podOn = (place: string): string =>
  MESH.pods.all().find((one) => one.node === place && one.namespace === 'shop')!.name;

describe('a sick node', () => {
  const missing = found('ztunnel-missing-on-node', node('node-2'));

  it('explains what hangs on it, across objects', () => {
    const here = found('capture-annotation-stale', pod(podOn('node-2')));
    expect(explainsAnywhere(MESH, BY_ID, missing, here)).toBe(true);
    expect(explainsOnTrace(MESH, BY_ID, missing, here)).toBe(true);
  });

  it('does not excuse another node', () => {
    const there = found('capture-annotation-stale', pod(podOn('node-3')));
    expect(explainsAnywhere(MESH, BY_ID, missing, there)).toBe(false);
    expect(explainsOnTrace(MESH, BY_ID, missing, there)).toBe(false);
  });

  it('does not explain a Service that fails on other nodes too', () => {
    const down = found('node-not-ready', node('node-2'));
    expect(explainsAnywhere(MESH, BY_ID, down, found('endpoints-not-ready', ref('Service', 'shop', 'server')))).toBe(
      false,
    );
  });

  it('explains only what its check lists', () => {
    expect(explainsAnywhere(MESH, BY_ID, missing, found('app-crashing', pod(podOn('node-2'))))).toBe(false);
  });
});

describe('a sick control plane', () => {
  it('explains its symptoms everywhere', () => {
    const down = found('istiod-no-ready-replica', ref('Deployment', 'istio-system', 'istiod'));
    expect(explainsAnywhere(MESH, BY_ID, down, found('workload-cert-unavailable', pod(podOn('node-3'))))).toBe(true);
  });
});

describe('several blockers', () => {
  it('are all listed, each with its reach and its owner', () => {
    const state = stateOf(
      pair({ replicas: 2, labels: { team: 'cart' } })
        .labelNamespace('shop', 'owner', 'shop-people')
        .networkPolicy('shop/closed', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }, 300)
        .authorizationPolicy('shop/nobody', { action: 'ALLOW' })
        .bundle(),
    );
    const { firstBlocker, alsoBlocking } = explain(state, questionOf(`${CLIENT} -> ${SERVER}`));
    expect([firstBlocker, ...alsoBlocking].map((cause) => cause?.detection.check)).toEqual([
      'netpol-ingress-blocks-hbone',
      'allow-nothing-policy',
    ]);
    const causes = analyze(state).causes.filter(({ severity }) => severity === 'broken');
    expect(
      causes.map(({ check, owner, services, namespaces, nodes, links }) => ({
        check,
        owner,
        services,
        namespaces,
        nodes,
        links: links.length,
      })),
    ).toEqual(
      ['allow-nothing-policy', 'netpol-ingress-blocks-hbone'].map((check) => ({
        check,
        owner: 'shop-people',
        services: ['shop/server'],
        namespaces: ['shop', 'web'],
        nodes: ['node-2'],
        links: 1,
      })),
    );
  });

  it('names the team of the workload for a Service without labels of its own', () => {
    const state = stateOf(
      pair({ labels: { team: 'cart' } })
        .fault('shop/server', { state: 'unready', since: 300 })
        .bundle(),
    );
    expect(analyze(state).causes.find(({ check }) => check === 'endpoints-not-ready')?.owner).toBe('cart');
  });
});
