import type { ChainStage } from '@hopscope/core';
import { useState } from 'react';
import { CELL_STATES } from '../chain/worst-first.ts';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { ComponentCard } from './ComponentCard.tsx';
import type { Component } from './component-words.ts';
import './components.css';

export interface ComponentSectionProps {
  readonly stage: ChainStage;
  /** what earlier stages that are sick mean for this one */
  readonly suspects: readonly string[];
  readonly children: React.ReactNode;
}

/** One stage of the chain with what it hangs on. */
export function ComponentSection({ stage, suspects, children }: ComponentSectionProps) {
  return (
    <section className="hs-components" id={`stage-${stage.id}`} aria-labelledby={`stage-title-${stage.id}`}>
      <div className="hs-components-head">
        <h2 id={`stage-title-${stage.id}`} tabIndex={-1}>
          {stage.title}
        </h2>
        <span data-state={stage.state}>{stage.headline}</span>
      </div>
      {suspects.map((why) => (
        <p key={why} className="hs-components-suspect">
          <StateIcon state="warn" size={14} label="Suspect:" /> {why}
        </p>
      ))}
      {children}
    </section>
  );
}

export interface ComponentCardsProps {
  readonly components: readonly Component[];
  readonly now: number;
  readonly checkHref?: CheckHref;
  readonly titleOf?: (component: Component) => React.ReactNode;
  /** what to say where there is none */
  readonly empty: string;
}

const FIRST = 24;

/** Every one as a card, the worst first; a long list is opened by hand. */
export function ComponentCards({ components, now, checkHref, titleOf, empty }: ComponentCardsProps) {
  const [isAll, setIsAll] = useState(false);
  if (components.length === 0) return <p className="hs-card hs-components-empty">{empty}</p>;
  const sorted = [...components].sort(
    (a, b) =>
      CELL_STATES.indexOf(a.cell.state) - CELL_STATES.indexOf(b.cell.state) ||
      b.cell.blast.links - a.cell.blast.links ||
      (a.cell.title < b.cell.title ? -1 : 1),
  );
  const shown = isAll ? sorted : sorted.slice(0, FIRST);
  return (
    <>
      <div className="hs-component-cards">
        {shown.map((component) => (
          <ComponentCard
            key={component.cell.id}
            component={component}
            now={now}
            checkHref={checkHref}
            title={titleOf?.(component)}
          />
        ))}
      </div>
      {sorted.length > shown.length ? (
        <button type="button" className="hs-button" onClick={() => setIsAll(true)}>
          Show all {sorted.length}
        </button>
      ) : null}
    </>
  );
}
