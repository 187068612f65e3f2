import { formatAsk, type MeshReport, type PathResult } from '@hopscope/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Reading, usePath, useReport } from '../use-report.ts';
import { AskBar } from './path/AskBar.tsx';
import { type AskState, readAskUrl, readQuery, writeAskUrl } from './path/ask-url.ts';
import { listCallers, listTargets } from './path/choices.ts';
import { PathAnswer } from './path/PathAnswer.tsx';
import { PathExamples } from './path/PathExamples.tsx';
import { Suggestions } from './path/Suggestions.tsx';
import { useEnds } from './path/use-ends.ts';
import { VerdictNews } from './path/VerdictNews.tsx';
import './path/path-page.css';

/** Paths: one question, its answer, and every state of both in the address. */
export function PathPage() {
  const ask = readAskUrl(useSearch());
  const [, navigate] = useLocation();
  const parsed = readQuery(ask);
  const query = parsed?.ok ? parsed.value : null;
  const answer = usePath(query);
  const { report } = useReport();
  const { ends, isRead } = useEnds();
  const mesh = 'data' in report ? report.data : null;
  const callers = useMemo(() => (isRead ? listCallers(ends, mesh?.graph ?? null) : []), [isRead, ends, mesh]);
  const targets = useMemo(() => (isRead ? listTargets(ends) : []), [isRead, ends]);
  const result = query && 'data' in answer ? answer.data : null;
  return (
    <main className="path-page" id="main">
      <title>
        {query ? `${result ? `${result.verdict}: ` : ''}${formatAsk(query)} · Hopscope` : 'Paths · Hopscope'}
      </title>
      <AskBar
        ask={ask}
        query={query}
        ends={ends}
        graph={mesh?.graph ?? null}
        onAsk={(next) => navigate(writeAskUrl(next))}
      />
      <VerdictNews result={result} />
      <Suggestions ask={ask} callers={callers} targets={targets} />
      {query ? (
        <Answer
          reading={staleWith(answer, report)}
          ask={ask}
          onShow={(part) => navigate(writeAskUrl({ ...ask, ...part }))}
        />
      ) : (
        <Start report={report} />
      )}
    </main>
  );
}

/** An answer is as old as the report it belongs to: a lost line makes both stale. */
function staleWith(answer: Reading<PathResult>, report: Reading<MeshReport>): Reading<PathResult> {
  const isOld = answer.state === 'ready' && report.state === 'stale';
  return isOld ? { ...report, data: answer.data } : answer;
}

interface AnswerProps {
  reading: Reading<PathResult>;
  ask: AskState;
  onShow: (part: Pick<AskState, 'trace' | 'hop'>) => void;
}

function Answer({ reading, ask, onShow }: AnswerProps) {
  if (reading.state === 'loading') return <p className="path-wait">Walking the path…</p>;
  if (reading.state === 'error') {
    return (
      <div className="path-trouble" role="alert">
        <h1>This path could not be walked</h1>
        <p>{reading.message}</p>
        <RetryButton />
      </div>
    );
  }
  return (
    <>
      {reading.state === 'stale' ? (
        <p className="path-stale" role="status">
          {reading.message} What stands here was known before.
        </p>
      ) : null}
      <PathAnswer result={reading.data} ask={ask} isStale={reading.state === 'stale'} onShow={onShow} />
    </>
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
