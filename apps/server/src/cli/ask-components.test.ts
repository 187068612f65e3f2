import {
  explain,
  normalizeBundle,
  parseAsk,
  type RawReading,
  readBundleDocument,
  ztunnelNodesOf,
} from '@hopscope/core';
import { demoBundle } from '@hopscope/core/scenarios';
import { expect, it } from 'vitest';
import { fakeComponents } from '../collect/fake-components.fixture.ts';
import { failure } from '../kubernetes/outcome.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { askComponents, askOnPath } from './ask-components.ts';

const bundle = demoBundle('rest', TAKEN_AT, 10);
const quiet = { show: () => {}, end: () => {} };

function stateWith(readings: readonly RawReading[]) {
  const mesh = normalizeBundle(readBundleDocument({ ...bundle, readings }));
  if (!mesh.ok) throw new Error(mesh.reason);
  return mesh.state;
}

function asked(text: string) {
  const query = parseAsk(text);
  if (!query.ok) throw new Error(query.reason);
  return query.value;
}

/** Components that say what they say in the bundle. */
function components() {
  const fake = fakeComponents();
  fake.answer = ({ source }, pod) => {
    const said = bundle.readings.find((reading) => reading.source === source && reading.pod === pod);
    return said ? (said.text ?? JSON.stringify(said.body)) : failure('unreachable', 'nobody answers there');
  };
  return fake;
}

const query = asked('web/frontend -> shop/cart:80');

it('asks those on the path alone, and that is enough to know', async () => {
  const fake = components();
  const before = explain(stateWith([]), query);
  expect(before).toMatchObject({ verdict: 'unknown', expected: 'delivered' });
  const readings = await askOnPath(fake.ask, stateWith([]), query, 3, quiet);
  // As of the moment that the objects are of.
  const answer = explain(stateWith(readings.map((reading) => ({ ...reading, at: TAKEN_AT }))), query);
  expect(answer.sentence).toMatch(/^web\/frontend reaches shop\/cart:80/);
  expect(answer.verdict).toBe('delivered');
  expect(fake.asked.length).toBeGreaterThan(3);
  const nodes = new Set(ztunnelNodesOf(stateWith([]), query));
  const elsewhere = stateWith([]).pods.filter(({ labels, node }) => labels['app'] === 'ztunnel' && !nodes.has(node));
  expect(elsewhere).not.toHaveLength(0);
  for (const { name } of elsewhere) expect(fake.asked.join()).not.toContain(name);
});

it('asks for nothing above the tier that is wanted', async () => {
  const fake = components();
  const readings = await askOnPath(fake.ask, stateWith([]), query, 1, quiet);
  expect(new Set(readings.map(({ source }) => source))).toEqual(new Set(['ztunnel-ready']));
});

it('asks every component where no path is meant', async () => {
  const fake = components();
  // Nobody answers with metrics, so nobody is asked for them twice.
  const said = fake.answer;
  fake.answer = (signal, pod) => (signal.source.endsWith('-metrics') ? failure('forbidden', 'no') : said(signal, pod));
  const readings = await askComponents(fake.ask, stateWith([]), 2, quiet);
  const ztunnels = stateWith([]).pods.filter(({ labels }) => labels['app'] === 'ztunnel');
  expect(readings.filter(({ source }) => source === 'ztunnel-config')).toHaveLength(ztunnels.length);
  expect(readings.some(({ source }) => source.endsWith('-log'))).toBe(false);
});
