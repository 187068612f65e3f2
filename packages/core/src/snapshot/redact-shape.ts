/**
 * Profile `shape`: what fails and how it hangs together, of whom nobody can tell. No text of the mesh passes: fields are copied
 * one by one, and sentences are written anew from verdicts and the titles of checks.
 */
import type { LinkState, MeshReport, NodeState } from '../report/mesh-report.ts';
import type { SourceStatus } from '../state/source-status.ts';
import { createPseudonyms, type Hmac } from './pseudonyms.ts';
import { shapeCause } from './shape-causes.ts';
import { createShapeNames, type ShapeNames } from './shape-names.ts';
import { shapePath } from './shape-paths.ts';
import { bucket, drop, rounded, shapeGap, shapePermission, shapeSentence, type Tally } from './shape-words.ts';
import type { Redacted, Told } from './told.ts';

/** The whole of it. */
export function redactShape(told: Told, hmac: Hmac): Redacted {
  const pseudonyms = createPseudonyms(hmac);
  const names = createShapeNames(pseudonyms);
  const tally: Tally = { removed: 0, rounded: 0 };
  const { report, viewer } = told;
  const redacted: Told = {
    report: shapeReport(report, names, tally),
    paths: told.paths.map((path) => shapePath(path, names, tally)),
    policies: told.policies.map(({ ref, says, print }) => ({ ref: names.ref(ref), says, print })),
    versions: told.versions,
    viewer: {
      ...viewer,
      namespaces: viewer.namespaces.map(names.namespace),
      selected: viewer.selected.includes(' -> ') ? names.linkId(viewer.selected) : names.nodeId(viewer.selected),
      cause: viewer.cause === '' ? '' : names.cause(viewer.cause),
    },
  };
  return { told: redacted, replaced: pseudonyms.counts(), ...tally };
}

function shapeReport(report: MeshReport, names: ShapeNames, tally: Tally): MeshReport {
  const causes = (list: MeshReport['causes']) => list.map((cause) => shapeCause(cause, names, tally));
  const { counts } = report;
  const failing = counts.blocked + counts.varies + counts.degraded;
  drop(tally, report.cluster, report.headline.second, ...report.notEvaluated.map(({ reason }) => reason));
  return {
    asOf: report.asOf,
    cluster: '',
    headline: {
      sentence:
        counts.links === 0
          ? 'No link is known.'
          : failing === 0
            ? 'No link is known to fail.'
            : `About ${rounded(failing, tally)} of about ${rounded(counts.links, tally)} links fail.`,
      stress: '',
      second: '',
      tone: report.headline.tone,
    },
    counts: Object.fromEntries(
      Object.entries(counts).map(([key, count]) => [key, rounded(count, tally)]),
    ) as unknown as MeshReport['counts'],
    chain: shapeChain(report.chain, names, tally),
    graph: shapeGraph(report.graph, names, tally),
    links: Object.fromEntries(
      Object.entries(report.links).map(([id, state]) => [names.linkId(id), shapeLink(state, names, tally)]),
    ),
    nodes: Object.fromEntries(
      Object.entries(report.nodes).map(([id, { state, causes: keys }]): [string, NodeState] => [
        names.nodeId(id),
        { state, causes: keys.map(names.cause) },
      ]),
    ),
    causes: causes(report.causes),
    settling: causes(report.settling ?? []),
    symptoms: causes(report.symptoms),
    notEvaluated: report.notEvaluated.map(({ check, missing }) => ({ check, reason: '', missing })),
    cannotJudge: mergeGaps(report.cannotJudge, names, tally),
    sources: report.sources.map((source) => shapeSource(source, names, tally)),
  };
}

function shapeChain(chain: MeshReport['chain'], names: ShapeNames, tally: Tally): MeshReport['chain'] {
  return chain.map(({ id, title, state, headline, detail, cells }) => {
    drop(tally, headline, detail);
    const well = cells.filter((cell) => cell.state === 'ok').length;
    return {
      id,
      title,
      headline: `about ${rounded(well, tally)} of about ${rounded(cells.length, tally)} well`,
      detail: '',
      state,
      cells: cells.map((cell) => {
        drop(tally, cell.detail);
        const own = names.cell(cell.id);
        const { links, pods, services, namespaces } = cell.blast;
        return {
          id: own,
          title: own.slice(own.indexOf(':') + 1),
          state: cell.state,
          detail: '',
          causes: cell.causes.map(names.cause),
          blast: {
            links: rounded(links, tally),
            pods: rounded(pods, tally),
            services: rounded(services, tally),
            namespaces: rounded(namespaces, tally),
          },
        };
      }),
    };
  });
}

function shapeGraph({ nodes, links }: MeshReport['graph'], names: ShapeNames, tally: Tally): MeshReport['graph'] {
  return {
    nodes: nodes.map((node) => {
      const id = names.nodeId(node.id);
      const ref = names.ref(node.ref);
      return {
        id,
        kind: node.kind,
        namespace: names.namespace(node.namespace),
        name: node.kind === 'external' ? id.slice(id.indexOf(':') + 1) : node.name === '' ? '' : nameIn(id, ref.name),
        ref,
        workloads: node.workloads.map(names.ref),
        pods: rounded(node.pods, tally),
        readyPods: node.readyPods === node.pods ? bucket(node.pods) : rounded(node.readyPods, tally),
        mesh: node.mesh,
        waypoint: names.pair(node.waypoint),
        nodes: node.nodes.map(names.node).sort(),
      };
    }),
    links: links.map(({ id, from, to, port, basis, query }) => ({
      id: names.linkId(id),
      from: names.nodeId(from),
      to: names.nodeId(to),
      port: names.port(port),
      basis,
      query: names.query(query),
    })),
  };
}

/** What the id calls it; `outside` has no name of its own in it. */
const nameIn = (id: string, otherwise: string): string =>
  id.includes('/') ? id.slice(id.indexOf('/') + 1) : id.includes(':') ? otherwise : id;

function shapeLink(state: LinkState, names: ShapeNames, tally: Tally): LinkState {
  drop(tally, state.sentence);
  return {
    verdict: state.verdict,
    expected: state.expected,
    causes: state.causes.map(names.cause),
    sentence: shapeSentence(state.verdict, state.causes),
    waypoint: names.pair(state.waypoint),
    ztunnels: state.ztunnels.map(names.node).sort(),
    encrypted: state.encrypted,
  };
}

function shapeSource(source: SourceStatus, names: ShapeNames, tally: Tally): SourceStatus {
  drop(tally, source.message);
  return {
    source: source.source,
    tier: source.tier,
    scope: source.scope === null ? null : names.pair(source.scope),
    state: source.state,
    at: source.at,
    count: rounded(source.count, tally),
    message: '',
    permission: shapePermission(source.permission, names),
  };
}

function mergeGaps(gaps: MeshReport['cannotJudge'], names: ShapeNames, tally: Tally): MeshReport['cannotJudge'] {
  return gaps.map(({ gap, links }) => ({ gap: shapeGap(gap, names, tally), links: rounded(links, tally) }));
}
