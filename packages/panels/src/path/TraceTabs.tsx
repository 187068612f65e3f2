import type { Trace } from '@hopscope/core';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { StateIcon } from '../marks/StateIcon.tsx';
import { traceWords, verdictWord } from './path-words.ts';
import './trace-tabs.css';

export interface TraceTabsProps {
  traces: readonly Trace[];
  /** index of the trace that is shown */
  selected: number;
  onSelect: (index: number) => void;
  /** the trace that is shown */
  children: ReactNode;
}

/** The ways a request may take, as tabs by what differs and how many requests take each. One way alone needs no tab. */
export function TraceTabs({ traces, selected, onSelect, children }: TraceTabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  if (traces.length < 2) return children;
  const select = (index: number) => {
    onSelect(index);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };
  return (
    <>
      <div className="hs-trace-tabs" role="tablist" aria-label="Ways the requests take" ref={list}>
        {traces.map((trace, index) => (
          <button
            key={`${index} ${trace.label}`}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => onSelect(index)}
            onKeyDown={(event) => moveBy(event, index, traces.length, select)}
          >
            <StateIcon state={trace.verdict} size={16} label="" />
            <span>
              {traceWords(trace)}
              <span className="hs-sr-only">, {verdictWord(trace.verdict)}</span>
            </span>
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`}>
        {children}
      </div>
    </>
  );
}

function moveBy(event: KeyboardEvent, index: number, count: number, select: (index: number) => void): void {
  const target = targetOf(event.key, index, count);
  if (target === null) return;
  event.preventDefault();
  select(target);
}

function targetOf(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % count;
    case 'ArrowLeft':
      return (index + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
