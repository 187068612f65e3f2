import type { Cause, PathResult } from '@hopscope/core';
import {
  AlsoBlocking,
  CopyButton,
  formatPathMarkdown,
  formatPathText,
  HopLane,
  JustBefore,
  NotChecked,
  PathVerdict,
  Risks,
  TraceTabs,
  tellingHop,
  tellingTrace,
  traceWith,
} from '@hopscope/panels';
import type { ReactNode } from 'react';
import { checkUrl } from '../checks/check-url.ts';
import { type AskState, writeAskUrl } from './ask-url.ts';
import './path-answer.css';

export interface PathAnswerProps {
  result: PathResult;
  ask: AskState;
  /** what it tells was true before, and may not be now */
  isStale: boolean;
  onShow: (part: Pick<AskState, 'trace' | 'hop'>) => void;
  /** the server keeps the past, so that moments of it have addresses */
  hasPast: boolean;
  /** what stands beside the other notes */
  children?: ReactNode;
}

/** The whole answer: the sentence, the lane with the telling hop open, and what else there is to know. */
export function PathAnswer({ result, ask, isStale, onShow, hasPast, children }: PathAnswerProps) {
  const index = traceIndex(result, ask.trace);
  const trace = result.traces[index];
  const openSeq = ask.hop === null ? (trace && tellingHop(trace)?.seq) || null : ask.hop || null;
  const openHop = (seq: number | null) => onShow({ trace: ask.trace, hop: seq ?? 0 });
  const openCause = (cause: Cause) => {
    const at = traceWith(result, cause);
    onShow({ trace: at < 0 ? ask.trace : at + 1, hop: cause.hopSeq });
  };
  return (
    <article className="path-answer" data-stale={isStale}>
      <PathVerdict result={result}>
        <CopyButton text={formatPathText(result, location.href, index)} label="Copy text" />
        <CopyButton text={formatPathMarkdown(result, location.href, index)} label="Markdown" />
        <a className="hs-button" href="#compare-with">
          Compare
        </a>
        <CopyButton text={location.href} label="Link" />
        {hasPast ? <CopyButton text={momentLink(ask, result)} label="Link to this moment" /> : null}
      </PathVerdict>
      {trace ? (
        <section aria-labelledby="path-hops">
          <h2 id="path-hops" className="hs-sr-only">
            The way, hop by hop
          </h2>
          <TraceTabs
            traces={result.traces}
            selected={index}
            onSelect={(next) => onShow({ trace: next + 1, hop: null })}
          >
            <HopLane trace={trace} asOf={result.asOf} openSeq={openSeq} onOpen={openHop} checkHref={checkUrl} />
          </TraceTabs>
        </section>
      ) : null}
      <div className="path-notes">
        <JustBefore
          result={result}
          {...(hasPast ? { momentHref: (at: string) => writeAskUrl({ ...ask, at, trace: null, hop: null }) } : {})}
        />
        <AlsoBlocking result={result} onOpen={openCause} />
        <Risks risks={result.risks} onOpen={openCause} />
        <NotChecked gaps={result.notChecked} verdict={result.verdict} />
        {children}
      </div>
    </article>
  );
}

/** The address of this answer as it is now: it stays what it is while the server keeps the moment. */
const momentLink = (ask: AskState, { asOf }: PathResult): string =>
  new URL(writeAskUrl({ ...ask, at: ask.at ?? asOf }), location.href).href;

/** The way that the address names, or the one that explains the verdict where it names none that is there. */
function traceIndex(result: PathResult, wanted: number | null): number {
  return wanted !== null && wanted >= 1 && wanted <= result.traces.length ? wanted - 1 : tellingTrace(result);
}
