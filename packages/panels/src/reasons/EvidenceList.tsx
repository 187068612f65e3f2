import { type Evidence, refId } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { TimeAgo } from '../marks/TimeAgo.tsx';

export interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  readonly now: number;
}

/** The facts behind a finding for a narrow card: what was seen, where, what would be right, how old it is. */
export function EvidenceList({ evidence, now }: EvidenceListProps) {
  return (
    <dl className="hs-evidence">
      {evidence.map(({ object, field, observed, expected, at }) => (
        <div key={`${object ? refId(object) : ''} ${field} ${observed}`}>
          <dt>
            {object ? refId(object) : 'worked out by rule'} <code className="hs-evidence-field">{field}</code>
          </dt>
          <dd>
            <strong className="hs-evidence-seen">
              <Prose text={observed || 'nothing'} />
            </strong>
            {expected === '' ? null : (
              <>
                {' · right would be '}
                <Prose text={expected} />
              </>
            )}
            {at === null ? null : (
              <small className="hs-evidence-old">
                <TimeAgo at={at} now={now} />
              </small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
