/** What of a report counts as a change, as comparable texts: everything but the time it was made and the sources' ages. */
import { createHash } from 'node:crypto';
import type { MeshReport } from '@hopscope/core';

export interface Fingerprint {
  /** by id */
  readonly links: ReadonlyMap<string, string>;
  /** by id; the node and its state */
  readonly nodes: ReadonlyMap<string, string>;
  /** which nodes and links there are, and what the links ask */
  readonly structure: string;
  readonly headline: string;
  readonly counts: string;
  readonly chain: string;
  readonly findings: string;
  readonly sources: string;
  /** short hash of all of the above */
  readonly hash: string;
}

/** The fingerprint of a report. Costs one serialisation of it. */
export function fingerprintOf(report: MeshReport): Fingerprint {
  const { graph } = report;
  const parts = {
    links: new Map(graph.links.map((link) => [link.id, JSON.stringify(report.links[link.id] ?? null)])),
    nodes: new Map(graph.nodes.map((node) => [node.id, JSON.stringify([node, report.nodes[node.id] ?? null])])),
    structure: hashOf([JSON.stringify(graph.links), ...graph.nodes.map((node) => node.id)]),
    headline: JSON.stringify([report.headline, report.cluster]),
    counts: JSON.stringify(report.counts),
    chain: JSON.stringify(report.chain),
    findings: JSON.stringify([
      report.causes,
      report.settling,
      report.symptoms,
      report.notEvaluated,
      report.cannotJudge,
    ]),
    sources: JSON.stringify(report.sources.map(({ at: _at, count: _count, ...status }) => status)),
  };
  const { links, nodes, ...texts } = parts;
  return { ...parts, hash: hashOf([...Object.values(texts), ...links.values(), ...nodes.values()]) };
}

function hashOf(texts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return hash.digest('base64url').slice(0, 16);
}
