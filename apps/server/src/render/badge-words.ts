/** The words of a badge: `mesh: 3 broken`, `shop: works`, `web/a -> shop/b:80: blocked`. */
import type { MeshReport, Verdict } from '@hopscope/core';
import type { BadgeWords, PictureSubject } from './draw.ts';

type Status = Pick<BadgeWords, 'status' | 'state'>;

const VERDICTS: Readonly<Record<Verdict, Status>> = {
  delivered: { status: 'works', state: 'ok' },
  degraded: { status: 'degraded', state: 'degraded' },
  blocked: { status: 'blocked', state: 'blocked' },
  varies: { status: 'fails in part', state: 'varies' },
  unknown: { status: 'cannot be judged', state: 'unknown' },
};

/** What a badge says of a path, or of a mesh or its part. */
export function badgeWords(subject: PictureSubject): BadgeWords {
  if (subject.kind === 'path') {
    const { ask, verdict, sentence } = subject.path;
    return { label: ask, ...VERDICTS[verdict], spoken: sentence };
  }
  if (subject.kind === 'trouble')
    return { label: subject.title, status: 'no badge', state: 'unknown', spoken: subject.detail };
  if (subject.kind === 'changes')
    return { label: 'changes', status: String(subject.changes.length), state: 'ok', spoken: '' };
  const { report, title } = subject;
  const status = statusOf(report);
  const label = title === '' ? 'mesh' : title;
  return { label, ...status, spoken: title === '' ? report.headline.sentence : `${title}: ${status.status}.` };
}

/** Calls that fail come first, then what is broken without a known call, then what works less well; only then is it well. */
function statusOf({ graph, links, causes }: MeshReport): Status {
  const verdicts = graph.links.map(({ id }) => links[id]?.verdict ?? 'unknown');
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  const broken = count('blocked') + count('varies');
  if (broken > 0) return { status: `${broken} broken`, state: 'blocked' };
  const reasons = causes.filter(({ severity }) => severity === 'broken').length;
  if (reasons > 0) return { status: `${reasons} broken, no call fails`, state: 'degraded' };
  if (count('degraded') > 0) return { status: `${count('degraded')} degraded`, state: 'degraded' };
  if (verdicts.length === 0) return { status: 'no calls known', state: 'unknown' };
  const judged = verdicts.length - count('unknown');
  if (judged === 0) return { status: 'cannot be judged', state: 'unknown' };
  const unknown = verdicts.length - judged;
  if (unknown === 0) return { status: 'works', state: 'ok' };
  // A few that work do not speak for many of which nothing is known.
  return { status: `${judged} work, ${unknown} unknown`, state: judged >= unknown ? 'ok' : 'unknown' };
}
