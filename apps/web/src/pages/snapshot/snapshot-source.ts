import { formatAsk, reportOfSnapshot, type SnapshotDocument } from '@hopscope/core';
import { type ReportSource, SourceError } from '../../report-source.ts';

/** A snapshot as a source of reports. Nothing is ever asked of a server: what is not in it cannot be told. */
export function createSnapshotSource(document: SnapshotDocument, name: string): ReportSource {
  const report = reportOfSnapshot(document);
  const held = new Map(document.paths.map((path) => [askKey(path.query), path]));
  const others = document.paths.map(({ ask }) => ask).join('; ');
  return {
    kind: 'offline',
    id: `snapshot ${document.createdAt} ${document.asOf} ${document.redaction.profile} ${name}`,
    readMesh: () => Promise.resolve({ report, revision: 1, mode: 'file', label: name }),
    explain: async (query) => {
      const path = held.get(askKey(query));
      if (path) return path;
      throw new SourceError(
        'not-in-snapshot',
        `This path is not part of the snapshot. ${others === '' ? 'It holds no path.' : `It holds: ${others}.`}`,
      );
    },
    reach: () => notInIt('who can reach what'),
    readSources: async () => ({ statuses: report.sources, tiers: [], ignored: [] }),
    readEnds: () => Promise.resolve({ services: [], workloads: [] }),
    readPods: () => Promise.resolve([]),
    readBeliefs: () => notInIt('what components believe of an object'),
    past: null,
    reads: {
      components: () => notInIt('pods, versions and certificates of components'),
      service: () => notInIt('the parts of a Service'),
      workload: () => notInIt('the parts of a workload'),
      policies: () => notInIt('policies'),
      access: () => notInIt('who may call whom'),
    },
    subscribe: () => () => undefined,
  };
}

const notInIt = (what: string): Promise<never> =>
  Promise.reject(new SourceError('not-in-snapshot', `A snapshot does not hold ${what}.`));

type Query = SnapshotDocument['paths'][number]['query'];

const askKey = (query: Query): string => `${formatAsk(query)} ${JSON.stringify(query.http)}`;
