import { type RefObject, useId } from 'react';
import { withoutPart } from './filter-text.ts';
import { type FilterBoxParts, partsOf, useFilterBox } from './use-filter-box.ts';
import './filter-box.css';

export interface FilterBoxProps extends FilterBoxParts {
  readonly input: RefObject<HTMLInputElement | null>;
  /** what the filter leaves, in words; spoken when it changes */
  readonly left: string;
}

/** One box for the whole filter: what is set as chips, what is typed with suggestions, what is not understood in words. */
export function FilterBox(props: FilterBoxProps) {
  const { text, filter, input, left, onChange } = props;
  const id = useId();
  const box = useFilterBox(props);
  const remove = (part: { at: number; end: number }) => {
    onChange(withoutPart(text, part));
    input.current?.focus();
  };
  return (
    <search className="hs-filter">
      <div className="hs-filter-field">
        {partsOf(filter).map((part) => (
          <button
            type="button"
            key={part.at}
            className="hs-filter-chip"
            data-trouble={'message' in part}
            aria-label={`Remove ${text.slice(part.at, part.end)} from the filter`}
            title={'message' in part ? part.message : 'Remove'}
            onClick={() => remove(part)}
          >
            <span>{text.slice(part.at, part.end)}</span>
            <span aria-hidden="true">×</span>
          </button>
        ))}
        <input
          ref={input}
          role="combobox"
          aria-label="Filter"
          aria-expanded={box.isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={box.isOpen && box.active >= 0 ? `${id}-${box.active}` : undefined}
          aria-describedby={`${id}-told`}
          aria-invalid={box.troubles.length > 0}
          value={box.draft}
          placeholder={text === '' ? 'Filter: cart, ns:shop, state:blocked, -to:…' : ''}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => box.type(event.target.value)}
          onClick={() => box.type(box.draft)}
          onBlur={box.close}
          onKeyDown={box.onKeyDown}
        />
        {text === '' ? <kbd className="hs-kbd">/</kbd> : null}
        <span className="hs-filter-left" role="status">
          {left}
        </span>
        {text === '' ? null : (
          <button type="button" className="hs-filter-clear" onClick={() => onChange('')}>
            Clear
          </button>
        )}
      </div>
      <div
        className="hs-filter-list"
        role="listbox"
        id={`${id}-list`}
        aria-label="Suggestions"
        hidden={!box.isOpen}
        tabIndex={-1}
      >
        {box.suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field, aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys
          <div
            role="option"
            key={suggestion.text}
            id={`${id}-${index}`}
            aria-selected={index === box.active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => box.pick(suggestion)}
          >
            <span className="hs-filter-option">{suggestion.text}</span>
            <span className="hs-filter-hint">{suggestion.hint}</span>
          </div>
        ))}
      </div>
      <p className="hs-filter-told" id={`${id}-told`} role="status">
        {box.troubles.map(({ at, message }) => (
          <span key={at} className="hs-filter-trouble">
            {message}{' '}
          </span>
        ))}
      </p>
    </search>
  );
}
