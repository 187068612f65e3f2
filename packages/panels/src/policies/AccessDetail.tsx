import type { AccessAnswer, AccessMatrix, AccessRow, AccessTarget, Decider, ReachEnd } from '@hopscope/core';
import { BlameChip } from '../marks/BlameChip.tsx';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { decisionLook, nameOfEnd, rowTitle } from './decision-look.ts';
import { HOP_WORDS } from './hop-words.ts';
import './access-detail.css';

export interface AccessDetailProps {
  readonly matrix: AccessMatrix;
  readonly row: AccessRow;
  /** null: the row as a whole */
  readonly target: AccessTarget | null;
  /** address of the page that explains one call */
  readonly hrefOf: (from: string, to: string) => string;
  readonly onClose: () => void;
  readonly checkHref?: CheckHref;
}

/** What decides a cell, and for whom. */
export function AccessDetail({ matrix, row, target, hrefOf, onClose, checkHref }: AccessDetailProps) {
  const title = target === null ? rowTitle(row) : `${rowTitle(row)} → ${target.text}`;
  return (
    <section className="hs-card hs-access-detail" aria-label={`Selected: ${title}`}>
      <div className="hs-access-detail-head">
        <h2>{title}</h2>
        <button type="button" className="hs-close" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </div>
      {target === null ? (
        <RowSummary matrix={matrix} row={row} />
      ) : (
        <Deciding answer={matrix.answers[row.cells[matrix.targets.indexOf(target)]!]!} checkHref={checkHref} />
      )}
      <Callers row={row} target={target} hrefOf={hrefOf} />
    </section>
  );
}

function Deciding({ answer, checkHref }: { readonly answer: AccessAnswer; readonly checkHref: CheckHref }) {
  const { mark, word } = decisionLook(answer);
  const { sentence, blame, deciders, waypoint, decision } = answer;
  return (
    <>
      <p className="hs-access-verdict">
        <StateIcon state={mark} size={18} label="" /> <strong>{upperFirst(word)}</strong>
        {blame === null ? null : <BlameChip blame={blame} />}
      </p>
      <p>
        <Prose text={decision === 'unknown' ? sentence.replace(/^Not known:/, 'Unknown, because') : sentence} />
      </p>
      {deciders.length === 0 ? null : (
        <ol className="hs-deciders" aria-label="What decides">
          {deciders.map((decider) => (
            <li key={`${decider.hop} ${decider.effect} ${decider.object?.name ?? ''}`}>
              <DeciderWords decider={decider} />{' '}
              {decider.check === '' ? null : <CheckLink id={decider.check} href={checkHref} />}
            </li>
          ))}
        </ol>
      )}
      {waypoint === null ? null : (
        <p className="hs-quiet">
          Through waypoint{' '}
          <ObjectLink object={waypoint}>
            {waypoint.namespace}/{waypoint.name}
          </ObjectLink>
        </p>
      )}
    </>
  );
}

const EFFECTS: Readonly<Record<Decider['effect'], string>> = {
  admits: 'admits it',
  refuses: 'refuses it',
  stops: 'stops it',
  depends: 'decides by the HTTP request',
  open: 'restricts nobody',
};

function DeciderWords({ decider }: { readonly decider: Decider }) {
  const { hop, effect, object, rule } = decider;
  const where = HOP_WORDS[hop];
  if (object === null) {
    return (
      <>
        At {where}: {effect === 'open' ? 'no policy restricts it' : EFFECTS[effect]}
      </>
    );
  }
  return (
    <>
      At {where}: <ObjectLink object={object} />
      {rule === null ? '' : `, rule ${rule},`} {EFFECTS[effect]}
    </>
  );
}

function RowSummary({ matrix, row }: Pick<AccessDetailProps, 'matrix' | 'row'>) {
  const byWord = new Map<string, number>();
  for (const cell of row.cells) {
    const { word } = decisionLook(matrix.answers[cell]!);
    byWord.set(word, (byWord.get(word) ?? 0) + 1);
  }
  const parts = [...byWord].map(([word, count]) => `${count} ${word}`);
  return (
    <p>
      Of {row.cells.length} targets: {parts.join('; ')}.
    </p>
  );
}

function Callers({ row, target, hrefOf }: Pick<AccessDetailProps, 'row' | 'target' | 'hrefOf'>) {
  const { ends, callers } = row;
  return (
    <>
      <h3>{callers === 1 ? 'This caller' : `These ${callers} come out alike`}</h3>
      <ul className="hs-access-callers">
        {ends.map((end) => (
          <li key={end.text}>
            {target === null ? nameOfEnd(end) : <CallerLink end={end} href={hrefOf(end.text, target.text)} />}
          </li>
        ))}
      </ul>
      {callers > ends.length ? <p className="hs-quiet">and {callers - ends.length} more</p> : null}
    </>
  );
}

function CallerLink({ end, href }: { readonly end: ReachEnd; readonly href: string }) {
  return (
    <a href={href}>
      {nameOfEnd(end)}
      <span className="hs-sr-only">: explain this path</span>
    </a>
  );
}

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
