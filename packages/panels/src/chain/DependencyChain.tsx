import type { CauseGroup, Cell, ChainStage } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { CellMark } from './CellMark.tsx';
import './chain.css';
import { StageCells } from './StageCells.tsx';
import { CELL_STATES, worstFirst } from './worst-first.ts';

export interface DependencyChainProps {
  readonly chain: readonly ChainStage[];
  readonly causes: readonly CauseGroup[];
  /** id of the stage whose cells are listed; '' = none */
  readonly open: string;
  readonly onOpen: (stage: string) => void;
  /** id of the cell whose links stand out on the map; '' = none */
  readonly shown: string;
  readonly onShow: (cell: string) => void;
}

const MOST_CELLS = 32;

/** What everything hangs on, in the order it hangs: one cell a replica or node. */
export function DependencyChain({ chain, causes, open, onOpen, shown, onShow }: DependencyChainProps) {
  const stage = chain.find(({ id }) => id === open);
  return (
    <section className="hs-card hs-chain" aria-label="What the mesh depends on">
      <ol className="hs-chain-links">
        {chain.map((one) => (
          <li key={one.id}>
            <Stage stage={one} isOpen={one.id === open} onToggle={() => onOpen(one.id === open ? '' : one.id)} />
          </li>
        ))}
      </ol>
      {stage ? <StageCells {...{ stage, causes, shown, onShow }} /> : null}
    </section>
  );
}

interface StageProps {
  readonly stage: ChainStage;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Stage({ stage, isOpen, onToggle }: StageProps) {
  const cells = worstFirst(stage.cells);
  const rest = cells.length - MOST_CELLS;
  return (
    <button type="button" className="hs-stage" data-state={stage.state} aria-expanded={isOpen} onClick={onToggle}>
      <span className="hs-stage-row">
        <span className="hs-stage-title">{stage.title}</span>
        <span className="hs-cells" role="img" aria-label={speakCells(stage.cells)}>
          {(rest > 0 ? cells.slice(0, MOST_CELLS) : stage.cells).map(({ id, state }) => (
            <CellMark key={id} state={state} />
          ))}
          {rest > 0 ? <small>+{rest}</small> : null}
        </span>
      </span>
      <span className="hs-stage-headline">{stage.headline}</span>
      <span className="hs-stage-detail">
        <Prose text={stage.detail} />
      </span>
    </button>
  );
}

const WORDS: Readonly<Record<Cell['state'], string>> = {
  ok: 'well',
  broken: 'broken',
  degraded: 'degraded',
  unknown: 'unknown',
};

function speakCells(cells: readonly Cell[]): string {
  const counted = CELL_STATES.map((state) => ({ state, count: cells.filter((cell) => cell.state === state).length }));
  const said = counted.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${WORDS[state]}`);
  return said.join(', ') || 'none';
}
