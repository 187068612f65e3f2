import type { ComparedHop, Hop, PathComparison, PathResult } from '@hopscope/core';
import type { ReactNode } from 'react';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { CheckList } from './CheckList.tsx';
import { HopTitle } from './HopTitle.tsx';
import { PolicyRounds } from './PolicyRounds.tsx';
import { kindWord, stateWord, verdictWord } from './path-words.ts';
import './path.css';
import './compare-paths.css';

export interface ComparePathsProps {
  comparison: PathComparison;
  left: PathResult;
  right: PathResult;
  /** what can be done with either side: a link to it alone */
  actions: (side: 'left' | 'right') => ReactNode;
  checkHref?: CheckHref;
}

/** Two paths side by side, hop by hop: where they part in one sentence, and in what their ends differ. */
export function ComparePaths({ comparison, left, right, actions, checkHref }: ComparePathsProps) {
  const { sentence, rows, partsAt, differences } = comparison;
  return (
    <section className="hs-compare" aria-labelledby="hs-compare-sentence">
      <h1 id="hs-compare-sentence">
        <Prose text={sentence} />
      </h1>
      <div className="hs-compare-heads">
        <Head result={left}>{actions('left')}</Head>
        <Head result={right}>{actions('right')}</Head>
      </div>
      <ol className="hs-compare-rows" aria-label="Both ways, hop by hop">
        {rows.map((row, i) => (
          <Row key={row.kind} row={row} isParting={i === partsAt} ends={{ left, right, checkHref }} />
        ))}
      </ol>
      <h2>In what they differ</h2>
      {differences.length === 0 ? (
        <p>In nothing that the rules of this mesh ask for.</p>
      ) : (
        <div className="hs-compare-table">
          <table>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">{left.ask}</th>
                <th scope="col">{right.ask}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ what, left: a, right: b }) => (
                <tr key={`${what} ${a} ${b}`}>
                  <th scope="row">{what}</th>
                  <td>
                    <Prose text={a} />
                  </td>
                  <td>
                    <Prose text={b} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Head({ result, children }: { result: PathResult; children: ReactNode }) {
  return (
    <div className="hs-compare-head" data-verdict={result.verdict}>
      <StateIcon state={result.verdict} size={28} label="" />
      <div>
        <p className="hs-compare-ask">{result.ask}</p>
        <p>
          {verdictWord(result.verdict)}: <Prose text={result.sentence} />
        </p>
        {children}
      </div>
    </div>
  );
}

interface Ends {
  left: PathResult;
  right: PathResult;
  checkHref: CheckHref;
}

function Row({ row, isParting, ends }: { row: ComparedHop; isParting: boolean; ends: Ends }) {
  return (
    <li data-parting={isParting}>
      <h2 className="hs-compare-place">
        {kindWord(row.kind)}
        {isParting ? <span className="hs-compare-parts">They part here</span> : null}
      </h2>
      <Cell hop={row.left} isOpen={isParting} result={ends.left} checkHref={ends.checkHref} />
      <Cell hop={row.right} isOpen={isParting} result={ends.right} checkHref={ends.checkHref} />
    </li>
  );
}

interface CellProps {
  hop: Hop | null;
  isOpen: boolean;
  result: PathResult;
  checkHref: CheckHref;
}

function Cell({ hop, isOpen, result, checkHref }: CellProps) {
  if (!hop)
    return (
      <p className="hs-compare-cell" data-state="not-applicable">
        <span className="hs-sr-only">{result.ask}: </span>not on this way
      </p>
    );
  const said = stateWord(hop.state);
  return (
    <details className="hs-compare-cell" data-state={hop.state} open={isOpen}>
      <summary>
        <span className="hs-sr-only">
          {result.ask}, hop {hop.seq}, {said || 'passes'}:{' '}
        </span>
        <StateIcon state={hop.state} size={18} label="" />
        <span className="hs-compare-title">
          <HopTitle text={hop.title} />
          <span className="hs-compare-said" aria-hidden="true">
            {said}
          </span>
        </span>
        {hop.protocol === '' ? null : <span className="hs-hop-protocol">{hop.protocol}</span>}
      </summary>
      <div className="hs-compare-more">
        {hop.checks.length === 0 ? (
          <p>Nothing was checked here.</p>
        ) : (
          <CheckList checks={hop.checks} asOf={result.asOf} checkHref={checkHref} />
        )}
        <PolicyRounds rounds={hop.policies ?? []} heading="h3" />
      </div>
    </details>
  );
}
