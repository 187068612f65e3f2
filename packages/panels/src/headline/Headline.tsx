import type { Headline as HeadlineData } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import './headline.css';

/** The mesh in one sentence, enough for a chat message; below it what is well and what cannot be judged. */
export function Headline({ headline }: { readonly headline: HeadlineData }) {
  const { sentence, stress, second, tone } = headline;
  const at = stress === '' ? -1 : sentence.indexOf(stress);
  return (
    <header className="hs-headline" data-tone={tone}>
      <h1>
        {at < 0 ? (
          <Prose text={sentence} />
        ) : (
          <>
            <Prose text={sentence.slice(0, at)} />
            <em>{stress}</em>
            <Prose text={sentence.slice(at + stress.length)} />
          </>
        )}
      </h1>
      {second === '' ? null : (
        <p>
          <Prose text={second} />
        </p>
      )}
    </header>
  );
}
