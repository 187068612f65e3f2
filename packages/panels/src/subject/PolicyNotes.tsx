import type { PolicyOn } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import './subject.css';

export interface PolicyNotesProps {
  readonly policies: readonly PolicyOn[];
  /** kinds that were not read: some may be missing */
  readonly unknown: readonly string[];
}

const MARKS: Readonly<Record<PolicyOn['effect'], MarkState>> = {
  enforced: 'ok',
  partly: 'warn',
  'not-enforced': 'not-applicable',
};

const PLACES: Readonly<Record<PolicyOn['at'][number], string>> = {
  ztunnel: 'ztunnel',
  waypoint: 'waypoint',
  gateway: 'gateway',
  sidecar: 'its own sidecar',
  network: 'the network plugin',
};

/** What really holds for an object, where, and what only looks as if it did. */
export function PolicyNotes({ policies, unknown }: PolicyNotesProps) {
  const holding = policies.filter(({ effect }) => effect !== 'not-enforced');
  const idle = policies.filter(({ effect }) => effect === 'not-enforced');
  return (
    <>
      {holding.length > 0 ? <Notes policies={holding} /> : <p>{noneWords(unknown)}</p>}
      {idle.length === 0 ? null : (
        <>
          <h3>Look as if they held, and do not</h3>
          <Notes policies={idle} />
        </>
      )}
      {unknown.map((why) => (
        <p key={why} className="hs-quiet">
          <StateIcon state="unknown" size={14} label="Not known:" /> Others may be missing, because {why}.
        </p>
      ))}
    </>
  );
}

const noneWords = (unknown: readonly string[]): string =>
  unknown.length > 0 ? 'None of what was read holds here.' : 'None: no policy that was written restricts who calls it.';

function Notes({ policies }: { readonly policies: readonly PolicyOn[] }) {
  return (
    <ul className="hs-notes">
      {policies.map(({ object, effect, action, at, by, why }) => (
        <li key={`${object.kind} ${object.namespace}/${object.name}`} data-effect={effect}>
          <StateIcon state={MARKS[effect]} size={15} />
          <div>
            <p>
              <ObjectLink object={object} />{' '}
              {action === '' ? null : <span className="hs-chip hs-chip-plain">{action}</span>}
            </p>
            {at.length === 0 ? null : (
              <p className="hs-quiet">
                enforced by {at.map((place) => PLACES[place]).join(' and ')}
                {by.map((gateway) => (
                  <span key={`${gateway.namespace}/${gateway.name}`}>
                    {' '}
                    <ObjectLink object={gateway}>
                      {gateway.namespace}/{gateway.name}
                    </ObjectLink>
                  </span>
                ))}
              </p>
            )}
            {why.map((reason) => (
              <p key={reason}>
                <Prose text={reason} />
              </p>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
