import { expect, it } from 'vitest';
import { type MeshUrl, readMeshUrl, writeMeshUrl } from './mesh-url.ts';

const PLAIN: MeshUrl = {
  view: null,
  problems: false,
  namespaces: [],
  selected: '',
  reach: '',
  cause: '',
  stage: '',
  component: '',
  sort: 'verdict',
  at: '',
  changes: '',
  changesOf: '',
  pins: [],
};

it('has nothing to say about the plain page', () => {
  expect(writeMeshUrl(PLAIN).toString()).toBe('');
  expect(readMeshUrl(new URLSearchParams())).toEqual(PLAIN);
});

it('keeps every state over the address', () => {
  const url: MeshUrl = {
    view: 'table',
    problems: true,
    namespaces: ['shop', 'web'],
    selected: 'service:a/b -> service:c/d:80',
    reach: 'to:80',
    cause: 'check Gateway a/b',
    stage: 'ztunnel',
    component: 'ztunnel:node-1',
    sort: 'cause',
    at: '2026-11-20T14:02:00Z',
    changes: 'link',
    changesOf: 'shop',
    pins: [
      { group: 'shop', x: 1200, y: -80 },
      { group: ' external', x: 0, y: 4 },
    ],
  };
  expect(readMeshUrl(new URLSearchParams(writeMeshUrl(url).toString()))).toEqual(url);
});

it('takes nonsense for the plain page', () => {
  expect(
    readMeshUrl(
      new URLSearchParams(
        'view=globe&at=noon&changes=moods&sort=mood&problems=yes&namespaces=,,&reach=to:x&pins=shop@a,1;@1,2',
      ),
    ),
  ).toEqual(PLAIN);
});
