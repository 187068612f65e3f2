import type { CauseGroup } from '@hopscope/core';
import { BlameChip } from '../marks/BlameChip.tsx';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { TimeAgo } from '../marks/TimeAgo.tsx';
import { FixCard } from '../path/FixCard.tsx';
import { countOf, harmOf, reachOf } from './counts.ts';
import { EvidenceList } from './EvidenceList.tsx';

export interface ReasonCardProps {
  readonly cause: CauseGroup;
  readonly now: number;
  readonly isShown: boolean;
  /** shows its links on the map, or stops showing them */
  readonly onShow: (key: string) => void;
  readonly checkHref?: CheckHref;
}

const DOUBTS: Readonly<Record<CauseGroup['certainty'], string>> = {
  confirmed: '',
  likely: 'likely',
  suspected: 'suspected',
};

/** One reason: whose it is, how much it breaks, what it is, since when; proof and remedy on demand. */
export function ReasonCard({ cause, now, isShown, onShow, checkHref }: ReasonCardProps) {
  const { key, check, severity, certainty, blame, sentence, detection, links } = cause;
  const paths = countOf(links.length, 'path');
  return (
    <article className="hs-card hs-reason" data-severity={severity} data-shown={isShown} data-cause={key}>
      <p className="hs-reason-chips">
        <BlameChip blame={blame} />
        <span className="hs-chip hs-chip-plain">{harmOf(cause)}</span>
        {DOUBTS[certainty] === '' ? null : <span className="hs-chip hs-chip-plain">{DOUBTS[certainty]}</span>}
      </p>
      <h3>
        <Prose text={sentence} />
      </h3>
      <Facts cause={cause} now={now} />
      <div className="hs-reason-actions">
        {links.length > 0 ? (
          <button
            type="button"
            className="hs-button hs-button-solid"
            aria-pressed={isShown}
            onClick={() => onShow(key)}
          >
            {isShown ? 'Show everything' : `Show the ${paths}`}
          </button>
        ) : null}
        {detection.fix.length > 0 ? (
          <details name={`reason ${key}`}>
            <summary className="hs-button">Fix</summary>
            <FixCard fixes={detection.fix} />
          </details>
        ) : null}
        {detection.evidence.length > 0 ? (
          <details name={`reason ${key}`}>
            <summary className="hs-button">Evidence</summary>
            <EvidenceList evidence={detection.evidence} now={now} />
          </details>
        ) : null}
        <CheckLink id={check} href={checkHref} />
      </div>
    </article>
  );
}

/** Since when, whose, and where. */
function Facts({ cause, now }: Pick<ReasonCardProps, 'cause' | 'now'>) {
  const { since, owner, detection } = cause;
  const { name } = detection.subject;
  const reach = reachOf(cause);
  return (
    <>
      <p className="hs-reason-since">
        {since ? <TimeAgo at={since} now={now} since /> : null}
        {since ? ' · ' : ''}
        {name === '' ? '' : <ObjectLink object={detection.subject} />}
        {owner ? ` · owner: ${owner}` : ''}
      </p>
      {reach === '' ? null : <p className="hs-reason-since">{reach}</p>}
    </>
  );
}
