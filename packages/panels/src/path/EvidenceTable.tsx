import { type Evidence, nameOf } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { ageBetween } from './age.ts';
import { BreakableCode } from './BreakableCode.tsx';
import './evidence-table.css';

export interface EvidenceTableProps {
  evidence: readonly Evidence[];
  asOf: string;
}

const TIERS = ['Kubernetes object', 'the pod itself', 'proxy dump', 'log', 'Prometheus'];

/** What was seen, what would have been right, where it stands and how old it is. */
export function EvidenceTable({ evidence, asOf }: EvidenceTableProps) {
  const hasAges = evidence.some((one) => one.at !== null);
  const expects = evidence.some((one) => one.expected !== '');
  return (
    <table className="hs-seen-table">
      <caption className="hs-sr-only">Evidence</caption>
      <thead>
        <tr>
          <th scope="col">Seen</th>
          {expects ? <th scope="col">Would be right</th> : null}
          <th scope="col">Where</th>
          {hasAges ? (
            <th scope="col" data-column="age">
              Age
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {evidence.map((one) => (
          <tr key={`${one.field} ${one.observed} ${one.object ? nameOf(one.object) : ''}`}>
            <td data-label="Seen">
              <Value text={one.observed} kind={one.kind} />
            </td>
            {expects ? (
              <td data-label="Would be right" data-empty={one.expected === ''}>
                {one.expected === '' ? '–' : <Value text={one.expected} kind={one.kind} />}
              </td>
            ) : null}
            <td data-label="Where">
              <Where evidence={one} />
            </td>
            {hasAges ? (
              <td data-label="Age" className="hs-seen-age">
                {one.at === null ? '–' : <time dateTime={one.at}>{ageBetween(one.at, asOf)}</time>}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value is set as code; what a rule worked out is a sentence. */
function Value({ text, kind }: { text: string; kind: Evidence['kind'] }) {
  return <span>{kind === 'evaluation' ? <Prose text={text} /> : <BreakableCode text={text} />}</span>;
}

function Where({ evidence: { object, field, tier, kind } }: { evidence: Evidence }) {
  const source = kind === 'evaluation' ? 'worked out by rule' : (TIERS[tier] ?? `tier ${tier}`);
  return (
    <>
      {object ? (
        <span className="hs-seen-object">
          {object.kind} {nameOf(object)}
        </span>
      ) : null}
      <span className="hs-seen-field">
        <BreakableCode text={field} /> <span>{source}</span>
      </span>
    </>
  );
}
