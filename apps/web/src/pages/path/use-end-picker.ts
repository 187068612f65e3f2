import { type KeyboardEvent, useState } from 'react';
import { type Choice, filterChoices } from './choices.ts';

/** As many as a list can show before typing on is quicker. */
const MOST_SHOWN = 80;

export interface EndPick {
  readonly value: string;
  readonly choices: readonly Choice[];
  /** whether a text that is no choice can be read all the same */
  readonly isReadable: (text: string) => boolean;
  readonly onPick: (value: string) => void;
  /** tells what is being typed, so that more choices can be offered */
  readonly onType?: ((text: string) => void) | undefined;
}

/** The state of a text field with a list: what is typed, what it finds, which choice is active, and what the keys do. */
export function useEndPicker({ value, choices, isReadable, onPick, onType }: EndPick) {
  /** null = closed, and the field shows the value */
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const typed = text !== null && text !== value ? text.trim() : '';
  const found = text === null ? [] : filterChoices(choices, typed);
  const shown = found.slice(0, MOST_SHOWN);

  const open = (next: string) => {
    setText(next);
    setActive(-1);
    onType?.(next);
  };
  const close = () => {
    setText(null);
    setActive(-1);
  };
  const pick = (picked: string) => {
    close();
    if (picked !== value) onPick(picked);
  };
  const commit = () => {
    const chosen = shown[active]?.value ?? (typed === '' ? value : isReadable(typed) ? typed : shown[0]?.value);
    if (chosen !== undefined) pick(chosen);
  };
  const control = {
    isOpen: text !== null,
    count: shown.length,
    active,
    setActive,
    open: () => open(value),
    close,
    commit,
  };
  return {
    text,
    typed,
    active,
    shown,
    more: found.length - shown.length,
    open,
    pick,
    leave: () => (typed !== '' && isReadable(typed) ? pick(typed) : close()),
    press: (event: KeyboardEvent) => pressKey(event, control),
  };
}

interface ListControl {
  isOpen: boolean;
  count: number;
  active: number;
  setActive: (index: number) => void;
  open: () => void;
  close: () => void;
  commit: () => void;
}

/** Arrows walk; Enter takes the active choice, else the text, else the best choice; Escape keeps the value. */
function pressKey(event: KeyboardEvent, list: ListControl): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    if (!list.isOpen) list.open();
    else if (list.count > 0) list.setActive(nextActive(list.active, step, list.count));
  } else if (event.key === 'Enter' && list.isOpen) {
    event.preventDefault();
    list.commit();
  } else if (event.key === 'Escape' && list.isOpen) {
    event.preventDefault();
    list.close();
  }
}

function nextActive(active: number, step: number, count: number): number {
  if (active < 0) return step > 0 ? 0 : count - 1;
  return (active + step + count) % count;
}
