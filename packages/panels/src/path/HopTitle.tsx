import { plainText } from '../marks/Prose.tsx';

/** Words shorter than this never break inside, so that `node-1` stays one word on a narrow card. */
const LONG_WORD = 16;

/** A hop's title, broken between words, and in long names after their own joints only. */
export function HopTitle({ text }: { text: string }) {
  let at = 0;
  const words = plainText(text)
    .split(' ')
    .map((word) => {
      const placed = { at, word };
      at += word.length + 1;
      return placed;
    });
  return (
    <span className="hs-hop-title">
      {words.map(({ at: key, word }) => (
        <span key={key}>
          {key === 0 ? '' : ' '}
          <Name name={word} />
        </span>
      ))}
    </span>
  );
}

/** `payments/ledger` may break after its slash. */
function Name({ name }: { name: string }) {
  const slash = name.indexOf('/') + 1;
  return (
    <>
      {slash === 0 ? null : (
        <>
          {name.slice(0, slash)}
          <wbr />
        </>
      )}
      {name.length - slash < LONG_WORD ? <span className="hs-hop-word">{name.slice(slash)}</span> : name.slice(slash)}
    </>
  );
}
