import { type PathQuery, parseAsk } from '@hopscope/core';
import { useId, useState } from 'react';

/** A path as people write it in a chat: `a -> b:port`. What cannot be read is said below the field. */
export function PasteBox({ onAsk }: { onAsk: (query: PathQuery) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  const ask = () => {
    const parsed = parseAsk(text);
    setTrouble(parsed.ok ? '' : parsed.reason);
    if (!parsed.ok) return;
    setText('');
    onAsk(parsed.value);
  };
  return (
    <form
      className="paste-box"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <label htmlFor={id}>or paste it</label>
      <div className="paste-line">
        <input
          id={id}
          value={text}
          placeholder="web/frontend -> payments/api:8080"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={trouble !== ''}
          aria-describedby={trouble === '' ? undefined : `${id}-trouble`}
          onChange={(event) => {
            setText(event.target.value);
            setTrouble('');
          }}
        />
        <button type="submit" className="hs-button">
          Ask
        </button>
      </div>
      {trouble === '' ? null : (
        <p id={`${id}-trouble`} className="end-trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}
