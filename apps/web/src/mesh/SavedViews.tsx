import { CopyButton } from '@hopscope/panels';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { MOST_OF_A_NAME, readViews, renamed, type SavedView, withView, writeViews } from './saved-views.ts';
import './saved-views.css';

/** What stands on the page, under a name: to come back to, and to send to somebody. */
export function SavedViews({ search }: { readonly search: string }) {
  const [views, setViews] = useState(readViews);
  const [lasts, setLasts] = useState(true);
  const keep = (next: readonly SavedView[]) => {
    setViews(next);
    setLasts(writeViews(next));
  };
  return (
    <div className="saved-views">
      <NameForm label="Save what is shown as" act="Save" onName={(name) => keep(withView(views, name, search))} />
      {lasts ? null : (
        <p role="status">
          This browser keeps nothing for this page: views are gone when it is closed. Links still work.
        </p>
      )}
      {views.length === 0 ? <p>No view is saved yet.</p> : null}
      <ul aria-label="Saved views">
        {views.map((view) => (
          <OneView
            key={view.name}
            view={view}
            isHere={view.search === search}
            onRename={(name) => keep(renamed(views, view.name, name))}
            onDelete={() => keep(views.filter(({ name }) => name !== view.name))}
          />
        ))}
      </ul>
    </div>
  );
}

interface OneViewProps {
  readonly view: SavedView;
  readonly isHere: boolean;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

function OneView({ view: { name, search }, isHere, onRename, onDelete }: OneViewProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const href = `/?${search}`;
  const rename = (next: string) => {
    setIsRenaming(false);
    onRename(next);
  };
  if (isRenaming) {
    return (
      <li>
        <NameForm label={`New name of ${name}`} act="Rename" name={name} onName={rename} />
      </li>
    );
  }
  return (
    <li>
      <Link href={href} aria-current={isHere ? 'true' : undefined}>
        {name}
      </Link>
      <CopyButton compact text={new URL(href, location.href).href} label={`Copy link of ${name}`} />
      <button type="button" className="hs-button" aria-label={`Rename ${name}`} onClick={() => setIsRenaming(true)}>
        Rename
      </button>
      <button type="button" className="hs-button" aria-label={`Delete ${name}`} onClick={onDelete}>
        Delete
      </button>
    </li>
  );
}

interface NameFormProps {
  readonly label: string;
  readonly act: string;
  readonly name?: string;
  readonly onName: (name: string) => void;
}

function NameForm({ label, act, name = '', onName }: NameFormProps) {
  const id = useId();
  const [text, setText] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onName(text);
    setText('');
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input id={id} value={text} maxLength={MOST_OF_A_NAME} onChange={(event) => setText(event.target.value)} />
      <button type="submit" className="hs-button">
        {act}
      </button>
    </form>
  );
}
