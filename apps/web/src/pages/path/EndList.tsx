import { useEffect, useRef } from 'react';
import type { Choice } from './choices.ts';

export interface EndListProps {
  id: string;
  label: string;
  shown: readonly Choice[];
  /** how many more the text would find */
  more: number;
  active: number;
  typed: string;
  onPick: (value: string) => void;
}

export const optionId = (id: string, index: number): string => `${id}-option-${index}`;

interface Group {
  readonly name: string;
  readonly choices: readonly { readonly choice: Choice; readonly index: number }[];
}

/** The choices under their namespaces. */
export function EndList({ id, label, shown, more, active, typed, onPick }: EndListProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0) box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="end-list">
      <div role="listbox" id={`${id}-list`} aria-label={label} ref={box} tabIndex={-1}>
        {groupChoices(shown).map(({ name, choices }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div role="group" aria-label={name} key={name}>
            <div className="end-group" aria-hidden="true">
              {name}
            </div>
            {choices.map(({ choice, index }) => (
              <EndOption
                key={choice.value}
                id={optionId(id, index)}
                choice={choice}
                active={index === active}
                onPick={onPick}
              />
            ))}
          </div>
        ))}
      </div>
      <p className="end-foot" role="status">
        {footOf(shown.length, more, typed)}
      </p>
    </div>
  );
}

interface EndOptionProps {
  id: string;
  choice: Choice;
  active: boolean;
  onPick: (value: string) => void;
}

function EndOption({ id, choice, active, onPick }: EndOptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field, aria-activedescendant points here
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys
    <div
      role="option"
      id={id}
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice.value)}
    >
      <span className="end-label">{choice.label}</span> <span className="end-hint">{choice.hint}</span>
    </div>
  );
}

function footOf(count: number, more: number, typed: string): string {
  if (more > 0) return `${more} more; type to narrow the list.`;
  if (count === 0)
    return typed === '' ? 'Nothing is known yet.' : `Nothing is called "${typed}". Enter asks for it all the same.`;
  return '';
}

/** Neighbours of one group together; the index counts through all groups. */
function groupChoices(shown: readonly Choice[]): Group[] {
  const groups = new Map<string, { choice: Choice; index: number }[]>();
  for (const [index, choice] of shown.entries()) {
    const group = groups.get(choice.group) ?? [];
    group.push({ choice, index });
    groups.set(choice.group, group);
  }
  return [...groups].map(([name, choices]) => ({ name, choices }));
}
