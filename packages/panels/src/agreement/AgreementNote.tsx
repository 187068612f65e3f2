import { type Agreement, isConflict } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { ageBetween } from '../path/age.ts';
import { AgreementBadge } from './AgreementBadge.tsx';
import './agreement.css';

export interface AgreementNoteProps {
  readonly agreement: Agreement;
  /** the time of the answer, from which ages count */
  readonly asOf: string;
}

/** What was seen held against what the configuration says: a sentence; of a conflict, what may be behind it and how old its grounds are. */
export function AgreementNote({ agreement, asOf }: AgreementNoteProps) {
  const { kind, sentence, suspects, inputs } = agreement;
  return (
    <div className="hs-agreement" data-agreement={kind}>
      <p>
        <AgreementBadge kind={kind} /> {sentence}
      </p>
      {suspects.length === 0 ? null : (
        <>
          <h2>{isConflict(kind) ? 'What may be behind it' : 'What else fails'}</h2>
          <ul aria-label="Suspects">
            {suspects.map((suspect) => (
              <li key={suspect}>
                <Prose text={suspect} />
              </li>
            ))}
          </ul>
        </>
      )}
      {inputs.length === 0 ? null : (
        <p className="hs-agreement-inputs">
          It rests on{' '}
          {inputs.map(({ source, scope, at }, i) => (
            <span key={`${source} ${scope}`}>
              {i === 0 ? '' : ', '}
              {source}
              {scope === null ? '' : ` of ${scope}`} ({ageBetween(at, asOf)})
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}
