import { formatAsk, type MeshReport, type PathQuery, type PathResult } from '@hopscope/core';
import { fetched } from '@hopscope/panels';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { type Reading, usePath, useReport, useSource } from '../use-report.ts';
import { AskBar } from './path/AskBar.tsx';
import { type AskState, readAskUrl, readBeside, readQuery, writeAskUrl } from './path/ask-url.ts';
import { CompareWith } from './path/CompareWith.tsx';
import { type Choice, listCallers, listTargets } from './path/choices.ts';
import { Moment } from './path/Moment.tsx';
import { PathAnswer } from './path/PathAnswer.tsx';
import { PathExamples } from './path/PathExamples.tsx';
import { Suggestions } from './path/Suggestions.tsx';
import { useEnds } from './path/use-ends.ts';
import { VerdictNews } from './path/VerdictNews.tsx';
import './path/path-page.css';

/** It comes with the first comparison. */
const PathCompare = fetched(
  () => import('./path/PathCompare.tsx').then((part) => part.PathCompare),
  () => <p className="path-wait">Comparing…</p>,
);

/** Paths: one question, its answer, and every state of both in the address. */
export function PathPage() {
  const ask = readAskUrl(useSearch());
  const [, navigate] = useLocation();
  const query = questionOf(readQuery(ask));
  const beside = readBeside(ask);
  const { report } = useReport();
  const answer = staleWith(usePath(query, ask.at), report);
  const other = staleWith(usePath(questionOf(beside), ask.at), report);
  const { ends, isRead } = useEnds();
  const mesh = 'data' in report ? report.data : null;
  const callers = useMemo(() => (isRead ? listCallers(ends, mesh?.graph ?? null) : []), [isRead, ends, mesh]);
  const targets = useMemo(() => (isRead ? listTargets(ends) : []), [isRead, ends]);
  const result = query && 'data' in answer ? answer.data : null;
  const show = (part: Partial<AskState>) => navigate(writeAskUrl({ ...ask, ...part }));
  return (
    <main className="path-page" id="main">
      <title>{titleOf(query, result)}</title>
      <AskBar
        ask={ask}
        query={query}
        ends={ends}
        graph={mesh?.graph ?? null}
        onAsk={(next) => navigate(writeAskUrl(next))}
      />
      <VerdictNews result={result} />
      <Suggestions ask={ask} callers={callers} targets={targets} />
      {result ? <Moment ask={ask} asOf={result.asOf} /> : null}
      {query === null ? <Start report={report} /> : null}
      {query !== null && beside !== null ? (
        <Compared reading={beside.ok ? bothOf(answer, other) : { state: 'error', message: beside.reason }} ask={ask} />
      ) : null}
      {query !== null && beside === null ? (
        <Answer reading={answer} ask={ask} mesh={mesh} callers={callers} onShow={show} />
      ) : null}
    </main>
  );
}

function titleOf(query: PathQuery | null, result: PathResult | null): string {
  if (!query) return 'Paths · Hopscope';
  return `${result ? `${result.verdict}: ` : ''}${formatAsk(query)} · Hopscope`;
}

const questionOf = (parsed: ReturnType<typeof readQuery>): PathQuery | null => (parsed?.ok ? parsed.value : null);

/** An answer is as old as the report it belongs to: a lost line makes both stale. */
function staleWith(answer: Reading<PathResult>, report: Reading<MeshReport>): Reading<PathResult> {
  const isOld = answer.state === 'ready' && report.state === 'stale';
  return isOld ? { ...report, data: answer.data } : answer;
}

/** Two answers are as well read as the worse of them. */
function bothOf(left: Reading<PathResult>, right: Reading<PathResult>): Reading<readonly [PathResult, PathResult]> {
  for (const one of [left, right]) if (one.state === 'error' || one.state === 'loading') return one;
  if (!('data' in left) || !('data' in right)) return { state: 'loading' };
  const data = [left.data, right.data] as const;
  const stale = [left, right].find((one) => one.state === 'stale');
  return stale?.state === 'stale' ? { state: 'stale', data, message: stale.message } : { state: 'ready', data };
}

interface AnswerProps {
  reading: Reading<PathResult>;
  ask: AskState;
  mesh: MeshReport | null;
  callers: readonly Choice[];
  onShow: (part: Partial<AskState>) => void;
}

function Answer({ reading, ask, mesh, callers, onShow }: AnswerProps) {
  const { kind } = useSource();
  if (!('data' in reading)) return <NoAnswer reading={reading} ask={ask} />;
  return (
    <>
      <Stale reading={reading} />
      <PathAnswer
        result={reading.data}
        ask={ask}
        isStale={reading.state === 'stale'}
        onShow={onShow}
        hasPast={kind === 'live'}
      >
        <CompareWith
          ask={ask}
          result={reading.data}
          report={ask.at === null ? mesh : null}
          callers={callers}
          onCompare={(beside) => onShow({ beside })}
        />
      </PathAnswer>
    </>
  );
}

function Compared({ reading, ask }: { reading: Reading<readonly [PathResult, PathResult]>; ask: AskState }) {
  if (!('data' in reading)) return <NoAnswer reading={reading} ask={ask} />;
  const [left, right] = reading.data;
  return (
    <>
      <Stale reading={reading} />
      <PathCompare ask={ask} left={left} right={right} />
    </>
  );
}

/** It lies over the page, so that nothing moves when the line is lost and found. */
function Stale({ reading }: { reading: Reading<unknown> }) {
  if (reading.state !== 'stale') return null;
  return (
    <p className="path-stale" role="status">
      {reading.message} What stands here was known before.
    </p>
  );
}

type Missing = Extract<Reading<unknown>, { state: 'loading' | 'error' }>;

function NoAnswer({ reading, ask }: { reading: Missing; ask: AskState }) {
  if (reading.state === 'loading') return <p className="path-wait">Walking the path…</p>;
  return (
    <div className="path-trouble" role="alert">
      <h1>This path could not be walked</h1>
      <p>{reading.message}</p>
      <RetryButton />
      {ask.at === null ? null : <Link href={writeAskUrl({ ...ask, at: null })}>Ask about now</Link>}
    </div>
  );
}

function RetryButton() {
  const cache = useQueryClient();
  return (
    <button type="button" className="hs-button" onClick={() => void cache.resetQueries({ queryKey: ['path'] })}>
      Try again
    </button>
  );
}

function Start({ report }: { report: Reading<MeshReport> }) {
  if ('data' in report) return <PathExamples report={report.data} />;
  if (report.state === 'loading') return <p className="path-wait">Reading the mesh…</p>;
  return (
    <div className="path-trouble" role="alert">
      <h1>The mesh could not be read</h1>
      <p>{report.message}</p>
    </div>
  );
}
