import { describe, expect, it } from 'vitest';
import { DEMO_STORY } from '../../scenarios/index.ts';
import { hmacWith, sampleSnapshot, sampleState } from '../../scenarios/snapshot-sample.ts';
import { analyze } from '../report/analyze.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeSnapshot, encodeSnapshotFile } from './decode-snapshot.ts';
import { reportOfSnapshot } from './report-of-snapshot.ts';

const CHAPTERS = DEMO_STORY.map(({ id }) => id);
const WORD = /[a-z0-9]+(?:[._-][a-z0-9]+)*/gi;
const wordsOf = (text: string): Set<string> => new Set(text.match(WORD) ?? []);

function addressesIn(state: MeshState): string[] {
  const pods = state.pods.flatMap(({ ips, hostNetwork }) => (hostNetwork ? [] : ips));
  const services = state.services.flatMap(({ clusterIPs }) => clusterIPs);
  return [...pods, ...services].filter((address) => /\d/.test(address));
}

describe('profile team', () => {
  it.each(CHAPTERS)('%s holds no address, node or host of the outside', (chapter) => {
    const state = sampleState(chapter);
    const full = wordsOf(canonicalJson(sampleSnapshot(chapter, 'full', { state })));
    const document = sampleSnapshot(chapter, 'team', { state });
    const words = wordsOf(canonicalJson(document));
    const hosts = analyze(state)
      .graph.nodes.filter(({ kind }) => kind === 'external')
      .map(({ name }) => name);
    const secrets = [...addressesIn(state), ...state.nodes.map(({ name }) => name), ...hosts];
    expect(secrets.filter((secret) => full.has(secret)).length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => words.has(secret))).toEqual([]);
    expect(document.redaction.replaced.nodes).toBeGreaterThan(0);
  });

  it('leaves names of services, and the graph whole', () => {
    const document = sampleSnapshot('waypoint', 'team');
    const report = reportOfSnapshot(document);
    expect(report.links['service:shop/cart -> service:shop/pricing:80'] ?? Object.keys(report.links)[0]).toBeTruthy();
    expect(
      report.graph.links.every(({ id, from, to }) => report.links[id] && id.includes(from) && id.includes(to)),
    ).toBe(true);
    expect(document.headline.sentence).toBe(sampleSnapshot('waypoint', 'full').headline.sentence);
  });
});

describe('profile shape', () => {
  it.each(CHAPTERS)('%s holds no name of the mesh at all', (chapter) => {
    const state = sampleState(chapter);
    const report = analyze(state);
    const document = sampleSnapshot(chapter, 'shape', { state });
    const own = new Set([
      ...[state.namespaces, state.pods, state.services, state.nodes, state.authorizationPolicies, state.gateways]
        .flat()
        .map(({ name }) => name),
      ...state.pods.flatMap(({ serviceAccount }) => serviceAccount),
      ...addressesIn(state),
      ...report.graph.nodes.map(({ name }) => name),
    ]);
    // Names that are words of the schema or of a check as well: `waypoint`, `outside`.
    const words = wordsOf(canonicalJson(document));
    const common = new Set([
      'waypoint',
      'gateway',
      'outside',
      'istiod',
      'ztunnel',
      'istio-cni',
      'default',
      'kubernetes',
      '',
    ]);
    expect([...own].filter((name) => words.has(name) && !common.has(name))).toEqual([]);
  });

  it('keeps what fails and how it hangs together', () => {
    const [full, shape] = [sampleSnapshot('waypoint', 'full'), sampleSnapshot('waypoint', 'shape')];
    const [a, b] = [reportOfSnapshot(full), reportOfSnapshot(shape)];
    expect(b.graph.links.map(({ id }) => b.links[id]!.verdict)).toEqual(
      a.graph.links.map(({ id }) => a.links[id]!.verdict),
    );
    expect(b.causes.map(({ check, links }) => [check, links.length])).toEqual(
      a.causes.map(({ check, links }) => [check, links.length]),
    );
    expect(new Set(b.graph.nodes.map(({ id }) => id)).size).toBe(a.graph.nodes.length);
    expect(new Set(b.graph.links.map(({ id }) => id)).size).toBe(a.graph.links.length);
    expect(b.graph.links.every(({ from, to }) => b.nodes[from] && b.nodes[to])).toBe(true);
    const keys = new Set([...b.causes, ...b.symptoms, ...(b.settling ?? [])].map(({ key }) => key));
    expect(
      Object.values(b.links)
        .flatMap(({ causes }) => causes)
        .every((key) => keys.has(key)),
    ).toBe(true);
    expect(shape.redaction.removed).toBeGreaterThan(50);
    expect(shape.redaction.replaced.names).toBeGreaterThan(10);
  });
});

describe('keys', () => {
  it('pseudonyms are the same under one key and different under another', () => {
    const names = (key: string) => sampleSnapshot('waypoint', 'shape', { hmac: hmacWith(key) }).graph.strings.join(' ');
    expect(names('one')).toBe(names('one'));
    const one = new Set(names('one').match(/name-[0-9a-f]+/g));
    expect([...new Set(names('two').match(/name-[0-9a-f]+/g))].filter((name) => one.has(name))).toEqual([]);
  });

  it.each(['team', 'shape'] as const)('what %s leaves can be read again', (profile) => {
    const canonical = canonicalJson(sampleSnapshot('waypoint', profile));
    expect(decodeSnapshot(encodeSnapshotFile(canonical, '', null))).toMatchObject({ ok: true });
  });
});
