import { expect, test } from 'vitest';
import { smallMesh } from '../small-mesh.ts';
import { earlyTranslation } from './cni-plugin.ts';

test.each([
  [null, false],
  [{}, false],
  [{ 'kube-proxy-replacement': 'true' }, true],
  [{ 'kube-proxy-replacement': 'strict' }, true],
  [{ 'kube-proxy-replacement': 'false' }, false],
  [{ 'kube-proxy-replacement': 'true', 'bpf-lb-sock-hostns-only': 'true' }, false],
  [{ 'kube-proxy-replacement': 'true', 'bpf-lb-sock-hostns-only': 'false' }, true],
  [{ 'kube-proxy-replacement': 'false', 'bpf-lb-sock': 'true' }, true],
])('N5: %j translates addresses before ztunnel: %s', (ciliumConfig, expected) => {
  expect(earlyTranslation(smallMesh({ ciliumConfig })) !== null).toBe(expected);
});
