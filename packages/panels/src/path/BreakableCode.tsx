import { Fragment } from 'react';

/** Code that may break after its own joints, never inside a word, and copies as it was. */
export function BreakableCode({ text }: { text: string }) {
  let at = 0;
  const pieces = text.split(/(?<=[/.,:=[\]])(?=\S)/).map((words) => {
    const piece = { at, words };
    at += words.length;
    return piece;
  });
  return (
    <code className="hs-breakable">
      {pieces.map(({ at: key, words }) => (
        <Fragment key={key}>
          {key === 0 ? null : <wbr />}
          {words}
        </Fragment>
      ))}
    </code>
  );
}
