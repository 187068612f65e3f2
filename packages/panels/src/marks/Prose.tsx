import './marks.css';

/** A sentence of the engine: names in backticks become inline code. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <>
      {splitProse(text).map(({ at, words, isCode }) =>
        isCode ? (
          <code key={at} className="hs-code">
            {words}
          </code>
        ) : (
          <span key={at}>{words}</span>
        ),
      )}
    </>
  );
}

/** The same sentence without marks, for spoken names, titles and the clipboard. */
export function plainText(text: string): string {
  return text.replaceAll('`', '');
}

interface Piece {
  readonly at: number;
  readonly words: string;
  readonly isCode: boolean;
}

/** Odd pieces stand between two backticks; what follows a lone last backtick stays text. */
function splitProse(text: string): Piece[] {
  const pieces = text.split('`');
  const last = pieces.length - 1;
  let at = 0;
  return pieces.map((words, index) => {
    const piece = { at, words, isCode: index % 2 === 1 && index < last };
    at += words.length + 1;
    return piece;
  });
}
