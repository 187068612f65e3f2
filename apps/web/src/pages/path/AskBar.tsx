import { type MeshGraph, type PathQuery, parseFrom, parseTo } from '@hopscope/core';
import { useMemo, useState } from 'react';
import { type AskState, askOf, EMPTY_ASK } from './ask-url.ts';
import { filterChoices, listCallers, listPods, listTargets } from './choices.ts';
import { EndPicker } from './EndPicker.tsx';
import type { Ends } from './ends.ts';
import { HttpPart } from './HttpPart.tsx';
import { PasteBox } from './PasteBox.tsx';
import { swapEnds } from './swap-ends.ts';
import { usePods } from './use-ends.ts';
import './ask-bar.css';

export interface AskBarProps {
  ask: AskState;
  query: PathQuery | null;
  ends: Ends;
  graph: MeshGraph | null;
  onAsk: (ask: AskState) => void;
}

/** Where a path is asked for: two pickers, a way to turn it round, and a field to paste into; the HTTP part once both ends stand. */
export function AskBar({ ask, query, ends, graph, onAsk }: AskBarProps) {
  const [isEditing, setEditing] = useState(false);
  const [typed, setTyped] = useState('');
  const callers = useMemo(() => listCallers(ends, graph), [ends, graph]);
  const targets = useMemo(() => listTargets(ends), [ends]);
  const pods = usePodChoices(typed, ends);
  const back = query ? swapEnds(query, graph, ends) : null;
  const change = (part: Partial<AskState>) => {
    setEditing(false);
    onAsk({ ...EMPTY_ASK, from: ask.from, to: ask.to, http: ask.http, ...part });
  };
  return (
    <section className="ask-bar" aria-label="The question" data-folded={query !== null && !isEditing}>
      <p className="ask-folded">
        <span>
          {ask.from} → {ask.to}
        </span>
        <button type="button" className="hs-button" onClick={() => setEditing(true)}>
          Change
        </button>
      </p>
      <div className="ask-ends">
        <EndPicker
          label="From"
          placeholder="who calls"
          value={ask.from}
          choices={pods.length > 0 ? [...callers, ...pods] : callers}
          trouble={troubleOf(ask.from, parseFrom)}
          isReadable={(text) => parseFrom(text).ok}
          onPick={(from) => change({ from })}
          onType={setTyped}
        />
        <button
          type="button"
          className="hs-button ask-swap"
          disabled={back === null}
          title={back === null ? 'The way back cannot be asked for these ends' : 'Ask for the way back'}
          aria-label="Swap direction"
          onClick={() => back && change(askOf(back))}
        >
          <SwapMark />
        </button>
        <EndPicker
          label="To"
          placeholder="what is called, with its port"
          value={ask.to}
          choices={targets}
          trouble={troubleOf(ask.to, parseTo)}
          isReadable={(text) => parseTo(text).ok}
          onPick={(to) => change({ to })}
        />
        {query === null ? (
          <PasteBox onAsk={(pasted) => change(askOf(pasted))} />
        ) : (
          <HttpPart key={JSON.stringify(ask.http)} http={ask.http} onChange={(http) => change({ http })} />
        )}
      </div>
    </section>
  );
}

function SwapMark() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      <path d="M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function troubleOf(text: string, parse: (text: string) => { ok: true } | { ok: false; reason: string }): string {
  if (text === '') return '';
  const parsed = parse(text);
  return parsed.ok ? '' : parsed.reason;
}

/** Pods are offered once the text has come down to one workload; a list of all pods of a mesh would help nobody. */
function usePodChoices(typed: string, ends: Ends) {
  const found = typed.trim() === '' ? [] : filterChoices(listCallers(ends, null), typed);
  const workloads = ends.workloads.filter(({ from }) => found.some(({ value }) => value === from));
  const only = workloads.length === 1 ? workloads[0]! : null;
  return listPods(only?.namespace ?? '', usePods(only));
}
