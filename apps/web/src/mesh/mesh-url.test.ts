import { expect, it } from 'vitest';
import { addressOf, type MeshUrl, readMeshUrl, viewerOf, writeMeshUrl } from './mesh-url.ts';

const PLAIN: MeshUrl = {
  view: null,
  rows: 'links',
  q: '',
  selected: '',
  reach: '',
  cause: '',
  stage: '',
  component: '',
  sort: '',
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
    rows: 'nodes',
    q: 'ns:shop,web -to:"a b" state:problem',
    selected: 'service:a/b -> service:c/d:80',
    reach: 'to:80',
    cause: 'check Gateway a/b',
    stage: 'ztunnel',
    component: 'ztunnel:node-1',
    sort: '-cause',
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
        'view=globe&at=noon&changes=moods&sort=m%20d&rows=all&problems=yes&namespaces=,,&reach=to:x&pins=shop@a,1;@1,2',
      ),
    ),
  ).toEqual(PLAIN);
});

it('understands addresses of before', () => {
  const filterOf = (text: string) => readMeshUrl(new URLSearchParams(text)).q;
  expect(filterOf('problems=1')).toBe('state:problem');
  expect(filterOf('namespaces=shop,web&problems=1')).toBe('ns:shop,web state:problem');
  expect(writeMeshUrl(readMeshUrl(new URLSearchParams('namespaces=shop&view=map'))).toString()).toBe(
    'view=map&q=ns%3Ashop',
  );
});

it('gives a snapshot of a filter only what redaction can follow', () => {
  const url = readMeshUrl(new URLSearchParams({ view: 'table', q: 'ns:shop,web secret-name to:"x y" state:problem' }));
  const viewer = viewerOf(url);
  expect(viewer).toEqual({ view: 'table', problems: true, namespaces: ['shop', 'web'], selected: '', cause: '' });
  expect(readMeshUrl(new URLSearchParams(addressOf(viewer))).q).toBe('ns:shop,web state:problem');
});
