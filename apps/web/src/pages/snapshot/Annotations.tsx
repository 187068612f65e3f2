import { useState } from 'react';
import { formatMoment } from './SnapshotBanner.tsx';
import { type Annotation, commentOn } from './snapshot-api.ts';

export interface AnnotationsProps {
  readonly token: string;
  readonly passphrase: string;
  readonly first: readonly Annotation[];
}

const DEEDS = { comment: '', title: 'gave it the title', pinned: 'pinned it:', unpinned: 'let it end' } as const;

/** What people wrote on it since. None of it is part of the snapshot. */
export function Annotations({ token, passphrase, first }: AnnotationsProps) {
  const [annotations, setAnnotations] = useState(first);
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  const add = () => {
    setTrouble('');
    commentOn(token, passphrase, text).then(
      (answer) => {
        setAnnotations(answer.annotations);
        setText('');
      },
      (error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <details className="snapshot-notes">
      <summary>Comments{annotations.length === 0 ? '' : ` (${annotations.length})`}</summary>
      <ul>
        {annotations.map(({ at, who, what, text: words }, index) => (
          <li key={index}>
            <strong>{who}</strong> <time dateTime={at}>{formatMoment(at)}</time> {DEEDS[what]} {words}
          </li>
        ))}
      </ul>
      <form
        className="snapshot-form"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <label>
          Comment{' '}
          <textarea rows={2} maxLength={2000} required value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button type="submit" className="hs-button">
          Add
        </button>
        <p className="share-note">As you write it: nothing of it is redacted. All who may open the snapshot read it.</p>
      </form>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
    </details>
  );
}
