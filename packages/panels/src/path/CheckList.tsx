import type { Detection, HopCheck, Ref } from '@hopscope/core';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { ageBetween } from './age.ts';
import { BreakableCode } from './BreakableCode.tsx';
import { CheckMark } from './CheckMark.tsx';
import { EvidenceTable } from './EvidenceTable.tsx';
import { CommandLine } from './FixCard.tsx';
import { isLook, lookCommand } from './look-command.ts';
import { ObjectList } from './ObjectList.tsx';
import './check-list.css';

export interface CheckListProps {
  checks: readonly HopCheck[];
  asOf: string;
  checkHref?: CheckHref;
}

/** What was looked at on one hop, in the order it was looked at: the claim, its proof, and for what is wrong all evidence. */
export function CheckList({ checks, asOf, checkHref }: CheckListProps) {
  return (
    <ol className="hs-check-list">
      {checks.map((check) => (
        <li key={`${check.code} ${check.sentence}`} data-result={check.result}>
          <CheckMark result={check.result} />
          <div className="hs-check-body">
            <p className="hs-check-claim">
              <Prose text={check.sentence} />
              <Age check={check} asOf={asOf} />
            </p>
            {check.proof === '' ? null : (
              <p className="hs-check-proof">
                <BreakableCode text={check.proof} />
              </p>
            )}
            {check.detection ? <Details check={check} found={{ detection: check.detection, asOf, checkHref }} /> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Since when, where the data tells. */
function Age({ check, asOf }: { check: HopCheck; asOf: string }) {
  const since = check.detection?.since;
  if (!since) return null;
  return (
    <time className="hs-check-age" dateTime={since}>
      {' '}
      for {ageBetween(since, asOf)}
    </time>
  );
}

/** What is wrong lies open; what is only a note, or explained by another cause, is folded away. */
function Details({ check, found }: { check: HopCheck; found: FoundProps }) {
  if (check.result !== 'note') return <Found {...found} />;
  return (
    <details className="hs-check-fold">
      <summary>Evidence</summary>
      <Found {...found} />
    </details>
  );
}

interface FoundProps {
  detection: Detection;
  asOf: string;
  checkHref: CheckHref;
}

function Found({ detection, asOf, checkHref }: FoundProps) {
  const object = objectToLookAt(detection);
  const isShown = detection.fix.some(({ command }) => isLook(command) && command.includes(object.name));
  const command = isShown ? '' : lookCommand(object);
  return (
    <div className="hs-check-found">
      {detection.evidence.length === 0 ? null : <EvidenceTable evidence={detection.evidence} asOf={asOf} />}
      {command === '' ? null : (
        <>
          <p className="hs-check-label">Check it yourself</p>
          <CommandLine command={command} />
        </>
      )}
      <div className="hs-check-names">
        <ObjectList label="Objects" objects={[detection.subject, ...detection.objects]} />
        <p className="hs-check-code">
          <span className="hs-check-label">Cause code</span> <CheckLink id={detection.check} href={checkHref} />
        </p>
      </div>
    </div>
  );
}

/** The object to look at: the one a field was read from, else the one at fault. */
function objectToLookAt({ evidence, subject }: Detection): Ref {
  return evidence.find((one) => one.object !== null && one.kind !== 'evaluation')?.object ?? subject;
}
