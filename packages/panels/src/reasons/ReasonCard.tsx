import type { CauseGroup } from '@hopscope/core';
import { BlameChip } from '../marks/BlameChip.tsx';
import { Prose } from '../marks/Prose.tsx';
import { TimeAgo } from '../marks/TimeAgo.tsx';
import { FixCard } from '../path/FixCard.tsx';
import { countOf, harmOf } from './counts.ts';
import { EvidenceList } from './EvidenceList.tsx';

export interface ReasonCardProps {
  readonly cause: CauseGroup;
  readonly now: number;
  readonly isShown: boolean;
  /** shows its links on the map, or stops showing them */
  readonly onShow: (key: string) => void;
}

const DOUBTS: Readonly<Record<CauseGroup['certainty'], string>> = {
  confirmed: '',
  likely: 'likely',
  suspected: 'suspected',
};

/** One reason: whose it is, how much it breaks, what it is, since when; proof and remedy on demand. */
export function ReasonCard({ cause, now, isShown, onShow }: ReasonCardProps) {
  const { key, severity, certainty, blame, owner, sentence, detection, links, since } = cause;
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
      {since || owner ? (
        <p className="hs-reason-since">
          {since ? <TimeAgo at={since} now={now} since /> : null}
          {since && owner ? ' · ' : ''}
          {owner ? `owner: ${owner}` : ''}
        </p>
      ) : null}
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
      </div>
    </article>
  );
}
