import { parseAsk } from '@hopscope/core';
import { type FormEvent, type RefObject, useState } from 'react';
import { useLocation } from 'wouter';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import './ask-box.css';

export interface AskBoxProps {
  readonly input: RefObject<HTMLInputElement | null>;
  /** the key that leads here */
  readonly shortcut: string;
}

/** One line to ask any path from anywhere. */
export function AskBox({ input, shortcut }: AskBoxProps) {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked = parseAsk(text);
    setProblem(asked.ok ? '' : asked.reason);
    if (!asked.ok) return;
    setText('');
    input.current?.blur();
    navigate(writeAskUrl(askOf(asked.value)));
  };
  return (
    <form className="ask" aria-label="Ask a path" onSubmit={submit}>
      <label htmlFor="ask">Ask a path:</label>
      <input
        id="ask"
        aria-label="Ask a path:"
        ref={input}
        value={text}
        placeholder="web/frontend -> payments/api:8080"
        autoComplete="off"
        spellCheck={false}
        aria-describedby="ask-problem"
        aria-invalid={problem !== ''}
        onChange={(event) => {
          setText(event.target.value);
          setProblem('');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') input.current?.blur();
        }}
      />
      <kbd className="hs-kbd">{shortcut}</kbd>
      <p id="ask-problem" className="ask-problem" role="status">
        {problem}
      </p>
    </form>
  );
}
