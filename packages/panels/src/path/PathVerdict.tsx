import { isConflict, type PathResult } from '@hopscope/core';
import type { ReactNode } from 'react';
import { AgreementNote } from '../agreement/AgreementNote.tsx';
import { BlameChip } from '../marks/BlameChip.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { ageBetween, clockAt } from './age.ts';
import { afterWord } from './before-words.ts';
import { basisWord, certaintyWord, unknownWord, verdictWord, whereWord } from './path-words.ts';
import './path.css';
import './path-verdict.css';

export interface PathVerdictProps {
  result: PathResult;
  /** what can be done with the answer: copy buttons */
  children?: ReactNode;
}

/** Longer sentences are set smaller, so that the lane stays in sight. */
const LONG_SENTENCE = 130;

/** The answer in one sentence, made to be pasted; below it whose problem it is, where, since when and how sure. */
export function PathVerdict({ result, children }: PathVerdictProps) {
  const reservation = unknownWord(result);
  return (
    <header
      className="hs-path-verdict"
      data-verdict={result.verdict}
      data-long={result.sentence.length > LONG_SENTENCE}
    >
      <StateIcon state={isConflict(result.agreement?.kind) ? 'conflict' : result.verdict} size={44} label="" />
      <div className="verdict-text">
        <h1>
          <Prose text={result.sentence} />
        </h1>
        <p className="hs-verdict-facts">
          {result.blame ? <BlameChip blame={result.blame} /> : null}
          <Facts result={result} />
        </p>
        {reservation === '' ? null : <p className="hs-verdict-reservation">{reservation}</p>}
        {result.agreement ? <AgreementNote agreement={result.agreement} asOf={result.asOf} /> : null}
      </div>
      {children ? <div className="hs-verdict-actions">{children}</div> : null}
    </header>
  );
}

function Facts({ result }: { result: PathResult }) {
  const where = whereWord(result);
  const { justBefore } = result;
  const since = justBefore?.since ?? result.firstBlocker?.detection.since ?? null;
  const after = justBefore ? afterWord(justBefore) : '';
  return (
    <>
      <span className="hs-verdict-word">
        {verdictWord(result.verdict)}
        {where === '' ? '' : `${result.verdict === 'varies' ? ': ' : ' '}${where}`}
      </span>
      {since === null ? null : (
        <span>
          since <time dateTime={since}>{clockAt(since, result.asOf)}</time>, {ageBetween(since, result.asOf)}
          {after === '' ? '' : `, ${after}`}
        </span>
      )}
      {result.certainty ? <span>{certaintyWord(result.certainty)}</span> : null}
      <span data-basis={result.basis}>{basisWord(result)}</span>
      <span>
        as of <time dateTime={result.asOf}>{clockAt(result.asOf, result.asOf)}</time>
      </span>
    </>
  );
}
