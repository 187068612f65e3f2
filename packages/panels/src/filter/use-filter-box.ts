/** The state of the filter's box: what is typed, what it may mean, and what the keys do. */
import type { MeshReport } from '@hopscope/core';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { type Filter, type FilterTerm, parseFilter, withoutPart, writeTerm } from './filter-text.ts';
import type { Suggestion } from './suggest-filter.ts';

export interface FilterBoxParts {
  readonly text: string;
  readonly filter: Filter;
  readonly report: MeshReport;
  readonly onChange: (text: string) => void;
}

const NOTHING: readonly Suggestion[] = [];

/** A draft becomes part of the filter as a whole: half a word never hides anything. */
export function useFilterBox({ text, filter, report, onChange }: FilterBoxParts) {
  const [draft, setDraft] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [isTried, setIsTried] = useState(false);
  const suggestions = useSuggestions(report, draft, isOpen);
  const type = (next: string) => {
    setDraft(next);
    setIsOpen(true);
    setActive(-1);
    setIsTried(false);
  };
  const close = () => {
    setIsOpen(false);
    setActive(-1);
  };
  /** What is understood is set; what is not stays to be mended. */
  const commit = (whole: string) => {
    const { terms, troubles } = parseFilter(whole);
    setDraft(troubles.map(({ at, end }) => whole.slice(at, end)).join(' '));
    setIsTried(troubles.length > 0);
    close();
    if (terms.length > 0) onChange(joined(text, filter.terms, terms));
  };
  const pick = (suggestion: Suggestion) => (suggestion.isWhole ? commit(suggestion.draft) : type(suggestion.draft));
  const takeBack = () => {
    const last = partsOf(filter).at(-1);
    if (!last) return;
    onChange(withoutPart(text, last));
    type(text.slice(last.at, last.end));
  };
  const leave = (input: HTMLInputElement) => {
    if (isOpen && suggestions.length > 0) close();
    else if (draft !== '') type('');
    else if (text !== '') onChange('');
    else input.blur();
  };
  const move = (by: 1 | -1) => {
    const count = suggestions.length;
    if (isOpen && count > 0) setActive(active < 0 ? (by > 0 ? 0 : count - 1) : (active + by + count) % count);
    else setIsOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (suggestions[active] ? pick(suggestions[active]) : commit(draft)),
      Escape: () => leave(event.currentTarget),
      ...(draft === '' && text !== '' ? { Backspace: takeBack } : {}),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    action();
  };
  const troubles = isTried ? parseFilter(draft).troubles : filter.troubles;
  return {
    draft,
    type,
    close,
    isOpen: isOpen && suggestions.length > 0,
    suggestions,
    active,
    pick,
    troubles,
    onKeyDown,
  };
}

/** What suggests comes when the box is first used. */
function useSuggestions(report: MeshReport, draft: string, isOpen: boolean): readonly Suggestion[] {
  const [suggesting, setSuggesting] = useState<typeof import('./suggest-filter.ts') | null>(null);
  useEffect(() => {
    // Without it the box still takes what is typed.
    if (isOpen) import('./suggest-filter.ts').then(setSuggesting, () => undefined);
  }, [isOpen]);
  const { graph, causes } = report;
  const choices = useMemo(
    () => (isOpen && suggesting ? suggesting.choicesOf(report) : null),
    [isOpen, suggesting, graph, causes],
  );
  return useMemo(() => (choices && suggesting ? suggesting.suggestFilter(draft, choices) : NOTHING), [choices, draft]);
}

/** Terms and what is not understood, in the order of the text. */
export function partsOf({ terms, troubles }: Filter) {
  return [...terms, ...troubles].sort((a, b) => a.at - b.at);
}

function joined(text: string, held: readonly FilterTerm[], added: readonly FilterTerm[]): string {
  const known = new Set(held.map(writeTerm));
  const written = added.map(writeTerm).filter((term) => !known.has(term));
  return [text.trim(), ...written].filter((part) => part !== '').join(' ');
}
