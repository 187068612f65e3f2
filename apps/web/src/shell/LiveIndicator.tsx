import { formatAge, formatClock } from '@hopscope/panels';
import { type ReportStanding, useReport, useSeenAt } from '../use-report.ts';
import { useNow } from './use-now.ts';

/** What is looked at, and how old what is shown is. */
export function LiveIndicator() {
  const standing = useReport();
  const now = useNow(1000);
  const { state, words } = wordsOf(standing, useSeenAt(), now);
  return (
    <p className="live" data-line={state} title={titleOf(standing)}>
      <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
        <circle cx={6} cy={6} r={4.5} />
        {state === 'live' ? null : <path d="M6 3.5V6l1.8 1.2" />}
      </svg>
      <span>{words}</span>
    </p>
  );
}

function wordsOf({ report, line, mode, label }: ReportStanding, seenAt: number, now: number) {
  if (!('data' in report)) return { state: line, words: report.state === 'error' ? 'no data' : 'connecting …' };
  const name = report.data.cluster || label;
  if (mode === 'bundle' || mode === 'file') {
    return { state: 'fixed', words: `${label || name} · taken ${formatClock(report.data.asOf, now)}` };
  }
  const age = seenAt === 0 ? '' : `${formatAge(now - seenAt)} ago`;
  if (line === 'live') return { state: 'live', words: `${name} · live${age ? `, ${age}` : ''}` };
  return {
    state: line,
    words: `${name} · ${line === 'lost' ? 'line lost' : 'connecting'}${age ? `, seen ${age}` : ''}`,
  };
}

function titleOf({ report, label }: ReportStanding): string {
  return 'data' in report ? `${label} · state of ${report.data.asOf}` : label;
}
