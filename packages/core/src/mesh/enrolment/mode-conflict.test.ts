import { describe, expect, it } from 'vitest';
import { namespace, pod, smallMesh } from '../small-mesh.ts';
import { asksForSidecar, modeConflicts, namespaceInjection } from './mode-conflict.ts';

const MODE = 'istio.io/dataplane-mode';
const SIDECAR = { 'sidecar.istio.io/status': '{}' };
const CAPTURED = { 'ambient.istio.io/redirection': 'enabled' };

describe('E11: what asks for a sidecar', () => {
  it.each([
    [{ 'istio-injection': 'enabled' }, 'istio-injection'],
    [{ 'istio-injection': 'disabled', 'istio.io/rev': 'stable' }, undefined],
    [{ 'istio.io/rev': 'stable' }, 'istio.io/rev'],
    [{ 'istio.io/rev': '' }, undefined],
    [{}, undefined],
  ])('namespace %j: %s', (labels, label) => {
    expect(namespaceInjection(labels)?.label).toBe(label);
  });

  it.each([
    [{ 'istio-injection': 'enabled' }, {}, 'namespace'],
    [{ 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'false' }, undefined],
    [{}, { 'sidecar.istio.io/inject': 'true' }, 'pod'],
    [{}, { 'sidecar.istio.io/inject': 'false' }, undefined],
    [{}, {}, undefined],
  ])('namespace %j, pod %j: %s', (ofNamespace, labels, on) => {
    const one = pod('shop/a', { labels });
    const mesh = smallMesh({ namespaces: [namespace('shop', ofNamespace)], pods: [one] });
    expect(asksForSidecar(mesh, one)?.on).toBe(on);
  });
});

describe('E11: workloads of two modes', () => {
  it.each([
    ['labels of both', { [MODE]: 'ambient', 'istio-injection': 'enabled' }, {}, true],
    ['captured, injection asked', { 'istio-injection': 'enabled' }, { annotations: CAPTURED }, true],
    ['a sidecar in an ambient namespace', { [MODE]: 'ambient' }, { annotations: SIDECAR }, true],
    ['the same, opted out', { [MODE]: 'ambient' }, { annotations: SIDECAR, labels: { [MODE]: 'none' } }, true],
    ['a sidecar where sidecars are asked', { 'istio-injection': 'enabled' }, { annotations: SIDECAR }, false],
    ['ambient alone', { [MODE]: 'ambient' }, { annotations: CAPTURED }, false],
    ['neither', {}, {}, false],
    ['a finished pod', { [MODE]: 'ambient' }, { annotations: SIDECAR, phase: 'Succeeded' }, false],
    [
      'a gateway, which is a proxy itself',
      { [MODE]: 'ambient', 'istio-injection': 'enabled' },
      { labels: { 'gateway.networking.k8s.io/gateway-name': 'g' } },
      false,
    ],
  ])('%s', (_name, labels, rest, expected) => {
    const mesh = smallMesh({ namespaces: [namespace('shop', labels)], pods: [pod('shop/a', rest)] });
    expect(modeConflicts(mesh).length > 0).toBe(expected);
  });
});
