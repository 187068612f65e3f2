import type { NotChecked as Gap, Permission, Verdict } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { CheckMark } from './CheckMark.tsx';
import { CommandLine } from './FixCard.tsx';
import { rbacPlace, rbacRule } from './look-command.ts';
import { gapWord } from './path-words.ts';
import './side-notes.css';

export interface NotCheckedProps {
  gaps: readonly Gap[];
  /** the verdict of the whole path, because it decides what a missing source would change */
  verdict: Verdict;
}

/** What was not read, why, and which permission would give it. Always there, also to say that nothing is missing. */
export function NotChecked({ gaps, verdict }: NotCheckedProps) {
  return (
    <section className="hs-side-note">
      <h2>Not checked</h2>
      {gaps.length === 0 ? (
        <p className="hs-side-line">
          <CheckMark result="pass" /> <span>Nothing was left out.</span>
        </p>
      ) : (
        <GapList gaps={gaps} verdict={verdict} />
      )}
    </section>
  );
}

export function GapList({ gaps, verdict }: NotCheckedProps) {
  return (
    <ul className="hs-gap-list">
      {gaps.map((gap) => (
        <li key={`${gap.source} ${gap.scope ?? ''} ${gap.why}`}>
          <CheckMark result="unknown" />
          <div>
            <p>
              <strong>{gap.source}</strong>
              {gap.scope === null ? null : (
                <>
                  {' '}
                  in <code>{gap.scope}</code>
                </>
              )}
              : <Prose text={endSentence(gap.why)} />{' '}
              <span className="hs-gap-weight">{gapWord(gap.decisive, verdict)}</span>
            </p>
            {gap.permission ? <Grant permission={gap.permission} /> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Grant({ permission }: { permission: Permission }) {
  return (
    <>
      <p className="hs-check-label">To let Hopscope read it, add to {rbacPlace(permission)}</p>
      <CommandLine command={rbacRule(permission)} />
    </>
  );
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
