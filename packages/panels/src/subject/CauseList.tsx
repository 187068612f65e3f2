import type { CauseGroup } from '@hopscope/core';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { ReasonCard } from '../reasons/ReasonCard.tsx';
import './subject.css';

export interface CauseListProps {
  readonly causes: readonly CauseGroup[];
  readonly now: number;
  /** shows the links of a cause on the map */
  readonly onShow: (key: string) => void;
  readonly checkHref?: CheckHref;
  /** some of its calls cannot be judged: then silence is no good news */
  readonly hasUnknown: boolean;
}

/** What was found on an object and on the calls from and to it. */
export function CauseList({ causes, now, onShow, checkHref, hasUnknown }: CauseListProps) {
  if (causes.length === 0) {
    return (
      <p className="hs-card hs-cause-none">
        <StateIcon state={hasUnknown ? 'unknown' : 'ok'} size={16} label="" />{' '}
        {hasUnknown
          ? 'No check found anything, but some of its calls cannot be judged.'
          : 'No check found anything on it or on its known calls.'}
      </p>
    );
  }
  return (
    <div className="hs-cause-list">
      {causes.map((cause) => (
        <ReasonCard key={cause.key} cause={cause} now={now} isShown={false} onShow={onShow} checkHref={checkHref} />
      ))}
    </div>
  );
}
