import { type Cause, nameOf, type PathResult } from '@hopscope/core';
import { Prose, plainText } from '../marks/Prose.tsx';
import { CheckMark } from './CheckMark.tsx';
import { alsoBlockingMark, alsoBlockingWord, severityWord } from './path-words.ts';
import './side-notes.css';

export interface AlsoBlockingProps {
  result: PathResult;
  onOpen: (cause: Cause) => void;
}

/** What else stops the call once the first thing is mended. Always there, also to say that nothing does. */
export function AlsoBlocking({ result, onOpen }: AlsoBlockingProps) {
  const none = result.alsoBlocking.length === 0;
  return (
    <section className="hs-side-note">
      <h2>Also blocking</h2>
      <p className="hs-side-line">
        <CheckMark result={alsoBlockingMark(result)} />
        <span>{alsoBlockingWord(result)}</span>
      </p>
      {none ? null : <CauseList causes={result.alsoBlocking} onOpen={onOpen} />}
    </section>
  );
}

export interface RisksProps {
  risks: readonly Cause[];
  onOpen: (cause: Cause) => void;
}

/** What does not stop the call but is not right either; nothing at all where there is none. */
export function Risks({ risks, onOpen }: RisksProps) {
  if (risks.length === 0) return null;
  return (
    <section className="hs-side-note">
      <h2>Risks on this way</h2>
      <CauseList causes={risks} onOpen={onOpen} />
    </section>
  );
}

function CauseList({ causes, onOpen }: { causes: readonly Cause[]; onOpen: (cause: Cause) => void }) {
  return (
    <ul className="hs-cause-list">
      {causes.map((cause) => (
        <CauseItem
          key={`${cause.detection.check} ${nameOf(cause.detection.subject)} ${cause.hopSeq}`}
          cause={cause}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}

function CauseItem({ cause, onOpen }: { cause: Cause; onOpen: (cause: Cause) => void }) {
  const { detection, hopSeq, hopCount, hopTitle } = cause;
  return (
    <li>
      <CheckMark result={detection.severity === 'broken' ? 'block' : 'warn'} />
      <div>
        <p>
          <Prose text={detection.sentence} />
        </p>
        <p className="hs-cause-where">
          {severityWord(detection.severity)} ·{' '}
          <button type="button" className="hs-link-button" onClick={() => onOpen(cause)}>
            hop {hopSeq} of {hopCount}, {plainText(hopTitle)}
          </button>
        </p>
      </div>
    </li>
  );
}
