import { useId } from 'react';
import { PANELS, type PanelName } from '../../embed/embed-query.ts';
import { type EmbedChoice, HIDEABLE, NEEDS } from './embed-choice.ts';

interface FieldsProps {
  readonly choice: EmbedChoice;
  readonly onChange: (choice: EmbedChoice) => void;
}

const WORDS: Readonly<Record<PanelName, string>> = {
  map: 'Map',
  path: 'Path, hop by hop',
  edge: 'One call',
  workload: 'One workload or Service',
  namespace: 'Namespace, as a list',
  problems: 'Problems, by reason',
  changes: 'Changes',
};
const THEMES = { auto: 'as the reader has it', light: 'light', dark: 'dark' } as const;

/** Which panel, of what, and how it looks. */
export function ChoiceFields({ choice, onChange }: FieldsProps) {
  const need = NEEDS[choice.panel];
  return (
    <>
      <label>
        Panel
        <select
          value={choice.panel}
          onChange={(event) => onChange({ ...choice, panel: event.target.value as PanelName })}
        >
          {PANELS.map((panel) => (
            <option key={panel} value={panel}>
              {WORDS[panel]}
            </option>
          ))}
        </select>
      </label>
      {need === 'ask' ? (
        <TextField
          label="Call"
          hint="NAMESPACE/NAME -> NAMESPACE/NAME:PORT"
          value={choice.ask}
          onChange={(ask) => onChange({ ...choice, ask })}
        />
      ) : null}
      {need === 'focus' ? (
        <TextField
          label="Workload"
          hint="NAMESPACE/NAME"
          value={choice.focus}
          onChange={(focus) => onChange({ ...choice, focus })}
        />
      ) : null}
      {need === null ? (
        <TextField
          label="Namespaces"
          hint="all; or names with commas between"
          value={choice.ns}
          onChange={(ns) => onChange({ ...choice, ns })}
        />
      ) : null}
      {choice.at === '' || choice.panel === 'changes' ? null : (
        <p className="share-note">
          It shows the mesh as it was at {choice.at}, as this page does, for as long as that moment is kept.{' '}
          <button type="button" className="hs-button" onClick={() => onChange({ ...choice, at: '' })}>
            Show it as it is
          </button>
        </p>
      )}
      <Looks choice={choice} onChange={onChange} />
    </>
  );
}

function Looks({ choice, onChange }: FieldsProps) {
  const { theme, hide } = choice;
  return (
    <>
      <label>
        Colours
        <select
          value={theme}
          onChange={(event) => onChange({ ...choice, theme: event.target.value as EmbedChoice['theme'] })}
        >
          {Object.entries(THEMES).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="embed-hide">
        <legend>Leave out</legend>
        {HIDEABLE.map((part) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={hide.includes(part)}
              onChange={(event) =>
                onChange({
                  ...choice,
                  hide: event.target.checked ? [...hide, part] : hide.filter((one) => one !== part),
                })
              }
            />
            {part}
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TextField({ label, hint, value, onChange }: TextProps) {
  const id = useId();
  return (
    <div className="embed-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        maxLength={1_000}
        placeholder={hint}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
