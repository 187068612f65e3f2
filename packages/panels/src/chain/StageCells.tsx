import type { CauseGroup, Cell, ChainStage } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { worstFirst } from './worst-first.ts';

export interface StageCellsProps {
  readonly stage: ChainStage;
  readonly causes: readonly CauseGroup[];
  /** id of the cell whose links stand out on the map; '' = none */
  readonly shown: string;
  readonly onShow: (cell: string) => void;
}

/** Every replica or node of a stage: how it is, why, and what hangs on it. */
export function StageCells({ stage, causes, shown, onShow }: StageCellsProps) {
  if (stage.cells.length === 0) return <p className="hs-stage-cells">There is none of these in what was read.</p>;
  return (
    <ul className="hs-stage-cells" aria-label={stage.title}>
      {worstFirst(stage.cells).map((cell) => (
        <li key={cell.id}>
          <StateIcon state={cell.state} size={15} />
          <div>
            <strong>{cell.title}</strong> <span className="hs-stage-blast">{blastOf(cell)}</span>
            {cell.detail === '' ? null : (
              <p>
                <Prose text={cell.detail} />
              </p>
            )}
            {causesOf(cell, causes)
              .filter(({ sentence }) => sentence !== cell.detail)
              .map(({ key, sentence }) => (
                <p key={key} className="hs-stage-cause">
                  <Prose text={sentence} />
                </p>
              ))}
            {cell.blast.links === 0 ? null : (
              <button
                type="button"
                className="hs-button hs-stage-show"
                aria-pressed={cell.id === shown}
                onClick={() => onShow(cell.id === shown ? '' : cell.id)}
              >
                Show {count(cell.blast.links, 'link')}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function causesOf(cell: Cell, causes: readonly CauseGroup[]): CauseGroup[] {
  return causes.filter(({ key }) => cell.causes.includes(key));
}

function blastOf({ blast }: Cell): string {
  const parts = [count(blast.links, 'link'), count(blast.pods, 'pod'), count(blast.namespaces, 'namespace')];
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? 'nothing hangs on it' : `${said.join(', ')} hang on it`;
}

function count(many: number, what: string): string {
  if (many === 0) return '';
  return many === 1 ? `1 ${what}` : `${many} ${what}s`;
}
