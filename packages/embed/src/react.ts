/** A thin wrapper for React: attributes as they are, `fetchToken` and events as properties. */
import { createElement, type ReactElement, useEffect, useRef } from 'react';
import type { FetchToken, HopscopePanel } from './hopscope-panel.ts';
import type { FromPanel } from './messages.ts';

export interface HopscopePanelProps {
  readonly server: string;
  readonly panel: string;
  readonly fetchToken?: FetchToken;
  /** told of everything the panel says but its size */
  readonly onMessage?: (message: FromPanel) => void;
  /** further attributes: `ns`, `focus`, `theme` … */
  readonly [attribute: string]: unknown;
}

const EVENTS = ['ready', 'select', 'navigate', 'state', 'problem-count', 'error'];

/** Import '@hopscope/embed' once in the page, so that the element is known. */
export function Panel({ fetchToken, onMessage, ...attributes }: HopscopePanelProps): ReactElement {
  const element = useRef<HopscopePanel>(null);
  const hear = useRef(onMessage);
  hear.current = onMessage;
  if (element.current) element.current.fetchToken = fetchToken ?? null;
  useEffect(() => {
    const panel = element.current;
    if (panel === null) return undefined;
    panel.fetchToken = fetchToken ?? null;
    const listen = (event: Event) => hear.current?.((event as CustomEvent<FromPanel>).detail);
    for (const name of EVENTS) panel.addEventListener(`hopscope-${name}`, listen);
    return () => {
      for (const name of EVENTS) panel.removeEventListener(`hopscope-${name}`, listen);
    };
  }, [fetchToken]);
  return createElement('hopscope-panel', { ...attributes, ref: element });
}
