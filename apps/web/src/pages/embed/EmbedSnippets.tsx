import { CopyButton } from '@hopscope/panels';
import { useId, useState } from 'react';
import { type Pasted, type Snippet, snippetsOf } from './snippets.ts';

/** What to paste, for the place that it is pasted into. */
export function EmbedSnippets({ pasted }: { readonly pasted: Pasted }) {
  const [id, setId] = useState<Snippet['id']>('frame');
  const area = useId();
  const snippets = snippetsOf(pasted);
  const { text, note } = snippets.find((snippet) => snippet.id === id) ?? snippets[0]!;
  return (
    <div className="embed-snippets">
      <label>
        Paste into
        <select value={id} onChange={(event) => setId(event.target.value as Snippet['id'])}>
          {snippets.map((snippet) => (
            <option key={snippet.id} value={snippet.id}>
              {snippet.name}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor={area} className="hs-sr-only">
        Text to paste
      </label>
      <textarea id={area} readOnly rows={7} value={text} spellCheck={false} />
      <p className="share-note">{note}</p>
      <CopyButton text={text} label="Copy" />
    </div>
  );
}
