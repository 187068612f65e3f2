import { expect, test } from 'vitest';
import { readIstiodMesh, readReady, readVersion } from './component-answers.ts';

const answered = { pod: 'istio-system/x', at: null };

test.each([
  ['1.31.2-3f1f0d1-Clean', '1.31.2', '3f1f0d1'],
  ['1.31-dev.20260827-unknown-unknown', '1.31-dev.20260827', 'unknown'],
  ['1.30.1', '1.30.1', ''],
  [{ version: '1.31.2', revision: '3f1f0d1', status: 'Clean' }, '1.31.2', '3f1f0d1'],
  [{ meshVersion: [{ Component: 'pilot', Info: { version: '1.29.0', revision: 'abc' } }] }, '1.29.0', 'abc'],
])('a version: %j', (content, version, build) => {
  expect(readVersion(content, answered)).toEqual({ ...answered, version, build });
});

test.each(['<html>', 'not found', {}, [], 4, null])('no version: %j', (content) => {
  expect(readVersion(content, answered)).toBeNull();
});

test('the settings of an istiod, as JSON or YAML', () => {
  const raw = { rootNamespace: 'istio-system', trustDomain: 'td', discoverySelectors: [{ matchLabels: { a: 'b' } }] };
  expect(readIstiodMesh(raw, answered)?.config).toMatchObject({
    trustDomain: 'td',
    discoverySelectors: [{ matchLabels: { a: 'b' } }],
  });
  expect(readIstiodMesh('trustDomain: td\n', answered)?.config).toMatchObject({
    trustDomain: 'td',
    rootNamespace: 'istio-system',
  });
  for (const odd of ['<html>', {}, [], null, 'x']) expect(readIstiodMesh(odd, answered)).toBeNull();
});

test.each([
  ['ok\n', true],
  ['', true],
  [true, true],
  [{ ready: false }, false],
  ['not ready', false],
  ['503 Service Unavailable', false],
])('readiness: %j', (content, ready) => {
  expect(readReady(content, answered)).toEqual({ ...answered, ready });
});

test('what tells nothing of readiness', () => {
  expect(readReady('<html>', answered)).toBeNull();
});
