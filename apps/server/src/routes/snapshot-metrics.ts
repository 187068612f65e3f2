import { Type } from 'typebox';
import type { CollectorFigures } from '../snapshots/collector.ts';
import type { Usage } from '../snapshots/snapshot-store.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const NOBODY: Usage = { active: 0, paused: 0, expired: 0, revoked: 0, pinned: 0, bytes: 0 };
const NEVER: CollectorFigures = { runs: 0, failures: 0, dropped: 0, removed: 0, lastAt: null, lastMs: null };

/** GET /snapshots/metrics. Numbers alone: no label names a person, a title, an id or a token. */
export function registerSnapshotMetrics(app: App, { snapshots }: Served): void {
  const schema = {
    summary: 'How much is kept, and what the collector did',
    description:
      'In the text format of Prometheus. Zero until a first request opens the store, which this one does not.',
    response: responsesOf(Type.String({ description: 'text/plain' }), [], false),
  };
  app.get('/snapshots/metrics', { schema }, async (_request, reply) => {
    const opened = (await snapshots?.peek()) ?? null;
    const usage = opened === null ? NOBODY : await opened.desk.store.usage(Date.now());
    const text = metricsText(usage, opened?.desk.collector.figures() ?? NEVER);
    return reply.header('cache-control', 'no-store').type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}

/** The text; a time that is not there yet is left out. */
function metricsText(usage: Usage, collector: CollectorFigures): string {
  const lines = [
    '# HELP hopscope_snapshots Snapshots that are known, by state.',
    '# TYPE hopscope_snapshots gauge',
    ...(['active', 'paused', 'expired', 'revoked'] as const).map(
      (state) => `hopscope_snapshots{state="${state}"} ${usage[state]}`,
    ),
    ...one('gauge', 'hopscope_snapshots_pinned', 'Snapshots that are kept past their end.', usage.pinned),
    ...one('gauge', 'hopscope_snapshot_bytes', 'Bytes that count against quotas.', usage.bytes),
    ...one('counter', 'hopscope_snapshot_collector_runs_total', 'Runs of the collector.', collector.runs),
    ...one('counter', 'hopscope_snapshot_collector_failures_total', 'Snapshots it could not end.', collector.failures),
    ...one(
      'counter',
      'hopscope_snapshot_collector_dropped_total',
      'Snapshots whose bytes it gave up.',
      collector.dropped,
    ),
    ...one(
      'counter',
      'hopscope_snapshot_collector_removed_total',
      'Snapshots of which nothing is left.',
      collector.removed,
    ),
    ...(collector.lastAt === null
      ? []
      : [
          ...one(
            'gauge',
            'hopscope_snapshot_collector_last_run_timestamp_seconds',
            'Its last run.',
            collector.lastAt / 1000,
          ),
          ...one(
            'gauge',
            'hopscope_snapshot_collector_last_run_seconds',
            'How long that took.',
            (collector.lastMs ?? 0) / 1000,
          ),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

const one = (type: string, name: string, help: string, value: number): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  `${name} ${value}`,
];
