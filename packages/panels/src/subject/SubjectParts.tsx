import type { Binding } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import './subject.css';

export interface SubjectPartProps {
  readonly title: string;
  /** how many there are; left out where that is no question */
  readonly count?: number;
  readonly children: React.ReactNode;
}

/** One question about an object, with its answer. */
export function SubjectPart({ title, count, children }: SubjectPartProps) {
  return (
    <section className="hs-card hs-part" aria-label={title}>
      <h2>
        {title}
        {count === undefined ? null : <span> {count}</span>}
      </h2>
      {children}
    </section>
  );
}

const BINDING_MARKS: Readonly<Record<Binding['state'], MarkState>> = {
  bound: 'ok',
  none: 'not-applicable',
  'opted-out': 'not-applicable',
  unbound: 'warn',
  unknown: 'unknown',
};

export interface BindingNoteProps {
  readonly binding: Binding;
  /** whom it is about, where not all are alike: `2 of 3 pods` */
  readonly whose?: string;
}

/** Which waypoint, and the label that decided. */
export function BindingNote({ binding, whose = '' }: BindingNoteProps) {
  const { state, sentence, label, on, waypoint } = binding;
  return (
    <div className="hs-binding" data-state={state}>
      <p>
        <StateIcon state={BINDING_MARKS[state]} size={15} label="" /> {whose === '' ? null : <strong>{whose}: </strong>}
        <Prose text={sentence} />
      </p>
      {label === '' ? null : (
        <dl className="hs-pairs">
          <dt>Label</dt>
          <dd>
            <code className="hs-code">{label}</code>
          </dd>
          {on === null ? null : (
            <>
              <dt>stands on</dt>
              <dd>
                <ObjectLink object={on} />
              </dd>
            </>
          )}
          {waypoint === null ? null : (
            <>
              <dt>means</dt>
              <dd>
                <ObjectLink object={waypoint} />
              </dd>
            </>
          )}
        </dl>
      )}
    </div>
  );
}
