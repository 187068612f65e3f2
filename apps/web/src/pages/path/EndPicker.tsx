import { useId } from 'react';
import { EndList, optionId } from './EndList.tsx';
import { type EndPick, useEndPicker } from './use-end-picker.ts';
import './end-picker.css';

export interface EndPickerProps extends EndPick {
  label: string;
  placeholder: string;
  /** why the value cannot be used; '' = it can */
  trouble: string;
}

/** One end of a path: a text field with a list that narrows while typing. Anything of the contract's forms may be typed. */
export function EndPicker({ label, placeholder, trouble, ...picking }: EndPickerProps) {
  const id = useId();
  const { text, typed, active, shown, more, open, pick, leave, press } = useEndPicker(picking);
  const isOpen = text !== null;
  return (
    <div className="end-picker">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? optionId(id, active) : undefined}
        aria-invalid={trouble !== ''}
        aria-describedby={trouble === '' ? undefined : `${id}-trouble`}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={text ?? picking.value}
        onChange={(event) => open(event.target.value)}
        onClick={() => isOpen || open(picking.value)}
        onFocus={(event) => event.target.select()}
        onBlur={leave}
        onKeyDown={press}
      />
      {trouble === '' ? null : (
        <p id={`${id}-trouble`} className="end-trouble">
          {trouble}
        </p>
      )}
      {isOpen ? (
        <EndList id={id} label={label} shown={shown} more={more} active={active} typed={typed} onPick={pick} />
      ) : null}
    </div>
  );
}
