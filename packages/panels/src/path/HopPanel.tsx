import type { Hop, HopCheck, Remedy, Verdict } from '@hopscope/core';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { plainText } from '../marks/Prose.tsx';
import { CheckList } from './CheckList.tsx';
import { FixCard } from './FixCard.tsx';
import { GapList } from './NotChecked.tsx';
import { ObjectList } from './ObjectList.tsx';
import { PolicyRounds } from './PolicyRounds.tsx';
import { isLink, kindWord } from './path-words.ts';

export interface HopPanelProps {
  id: string;
  hop: Hop;
  asOf: string;
  /** of the trace it is a part of */
  verdict: Verdict;
  checkHref?: CheckHref;
}

/** Everything known about one hop: what was checked, what would mend it, what could not be read. */
export function HopPanel({ id, hop, asOf, verdict, checkHref }: HopPanelProps) {
  // What a hop could not look at stands below with its permission; the claim alone would say it twice.
  const checks = hop.checks.filter(
    (check) => !(check.result === 'unknown' && hop.notChecked.some((gap) => gap.source === check.code)),
  );
  const fixes = fixesOf(hop);
  return (
    <section
      id={id}
      className="hs-hop-panel"
      aria-label={`Hop ${hop.seq}, ${plainText(hop.title)}`}
      data-fixes={fixes.length > 0}
    >
      <div className="hs-hop-checks">
        {checks.length === 0 && hop.notChecked.length > 0 ? null : (
          <>
            <h4>
              {isLink(hop) ? 'What was checked on this stretch' : `What was checked at this ${kindWord(hop.kind)}`}
            </h4>
            {checks.length === 0 ? (
              <p className="hs-hop-empty">{emptyWord(hop)}</p>
            ) : (
              <CheckList checks={checks} asOf={asOf} checkHref={checkHref} />
            )}
          </>
        )}
        {hop.notChecked.length === 0 ? null : (
          <>
            <h4>Could not be checked</h4>
            <GapList gaps={hop.notChecked} verdict={verdict} />
          </>
        )}
        {hop.objects.length === 0 || fixes.length > 0 ? null : <ObjectList label="Stands on" objects={hop.objects} />}
      </div>
      <FixCard fixes={fixes} />
      <PolicyRounds rounds={hop.policies ?? []} />
    </section>
  );
}

/** What mends the troubles of a hop, each remedy once. */
function fixesOf({ checks }: Hop): Remedy[] {
  const fixes = checks.flatMap((check) => (isTrouble(check) ? (check.detection?.fix ?? []) : []));
  return [...new Map(fixes.map((fix) => [`${fix.text} ${fix.command}`, fix])).values()];
}

function isTrouble({ result }: HopCheck): boolean {
  return result === 'block' || result === 'warn';
}

function emptyWord(hop: Hop): string {
  if (hop.state === 'not-applicable') return 'This kind of hop is not on this way, so nothing was checked.';
  if (hop.state === 'not-reached') return 'The request does not get here.';
  return 'Nothing was checked here.';
}
