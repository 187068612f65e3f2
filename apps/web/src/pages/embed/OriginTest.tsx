import { CopyButton } from '@hopscope/panels';
import { type FormEvent, useId, useState } from 'react';
import { type Allowed, askAllowed, wordsOf } from './embed-api.ts';

type Answer = { readonly origin: string } & (Allowed | { readonly trouble: string });

/** Asks before anybody pastes: may pages of this origin frame panels, and if not, which line lets them. */
export function OriginTest() {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const id = useId();
  const test = (event: FormEvent) => {
    event.preventDefault();
    const origin = originOf(text);
    askAllowed(origin).then(
      (told) => setAnswer({ origin, ...told }),
      (error: unknown) => setAnswer({ origin, trouble: wordsOf(error) }),
    );
  };
  return (
    <form className="embed-origin" onSubmit={test}>
      <label htmlFor={id}>Page that it will stand on</label>
      <div className="share-steps">
        <input
          id={id}
          required
          maxLength={2_000}
          placeholder="https://portal.example"
          value={text}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setAnswer(null);
          }}
        />
        <button type="submit" className="hs-button">
          Test
        </button>
      </div>
      <div role="status">{answer === null ? null : <Told answer={answer} />}</div>
    </form>
  );
}

function Told({ answer }: { readonly answer: Answer }) {
  if ('trouble' in answer) return <p>{answer.trouble}</p>;
  const { origin, allowed, detail, configuration } = answer;
  if (allowed) return <p>Yes: {detail}</p>;
  return (
    <>
      <p>No: {detail}</p>
      {configuration.includes(origin) ? (
        <p className="share-link">
          Origin to allow: <code className="hs-code">{origin}</code>. The one line for this server, which then starts
          anew: <code className="hs-code">{configuration}</code>{' '}
          <CopyButton text={configuration} label="Copy the line" />
        </p>
      ) : null}
    </>
  );
}

/** Whoever pastes the address of a page means its origin. */
function originOf(text: string): string {
  const plain = text.trim();
  return /^https?:\/\//i.test(plain) && URL.canParse(plain) ? new URL(plain).origin : plain.slice(0, 300);
}
