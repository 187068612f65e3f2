import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { ChoiceFields } from './ChoiceFields.tsx';
import { EmbedPreview } from './EmbedPreview.tsx';
import { EmbedSnippets } from './EmbedSnippets.tsx';
import { choiceOf, type EmbedChoice, fullPath, missingOf, namespacesOf, queryOf, titleOf } from './embed-choice.ts';
import { LinkMaker } from './LinkMaker.tsx';
import { OriginTest } from './OriginTest.tsx';
import './embed-dialog.css';

/** Share > Embed: which panel, how it looks, who may frame it, and what to paste. */
export function EmbedForm() {
  const [page] = useLocation();
  const search = useSearch();
  const [{ choice: first, isFilterCut }] = useState(() => choiceOf(page, search));
  const [choice, setChoice] = useState<EmbedChoice>(first);
  const [link, setLink] = useState('');
  const missing = missingOf(choice);
  const query = queryOf(choice);
  const change = (next: EmbedChoice) => {
    // A link opens one panel of some namespaces: what shows another needs another.
    if (next.panel !== choice.panel || next.ns !== choice.ns) setLink('');
    setChoice(next);
  };
  const server = location.origin;
  return (
    <div className="embed-form">
      <ChoiceFields choice={choice} onChange={change} />
      {isFilterCut && choice.panel === 'map' ? (
        <p className="share-note">
          Panels know of a filter its namespaces alone: the rest of it does not go with them.
        </p>
      ) : null}
      {missing === '' ? (
        <>
          <EmbedPreview address={`/embed/v1/${choice.panel}?${query}`} title={titleOf(choice)} />
          <OriginTest />
          <LinkMaker
            key={`${choice.panel} ${choice.ns}`}
            wish={{ panel: choice.panel, namespaces: lockOf(choice), title: titleOf(choice) }}
            onMade={setLink}
          />
          <EmbedSnippets
            pasted={{ server, panel: choice.panel, query, title: titleOf(choice), full: fullPath(choice), link }}
          />
        </>
      ) : (
        <p role="status">{missing}</p>
      )}
      <p>
        <a href="/embeds" onClick={(event) => event.currentTarget.closest('dialog')?.close()}>
          Links that were made, and who embeds panels
        </a>
      </p>
    </div>
  );
}

/** A link shows what the panel shows and nothing else, where that is a matter of namespaces. */
function lockOf(choice: EmbedChoice): string[] | null {
  const names = queryOf(choice).has('ns') ? namespacesOf(choice) : [];
  return names.length === 0 ? null : names;
}
