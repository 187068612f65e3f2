import type { MeshLink, MeshNode, MeshReport } from '@hopscope/core';
import { LOOKS, lookOf } from '../map/link-look.ts';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { callsOf } from './calls-of.ts';
import './subject.css';

export interface CallListProps {
  readonly report: MeshReport;
  /** nodes of the graph that stand for the object */
  readonly nodes: readonly MeshNode[];
  readonly direction: 'callers' | 'calls';
  /** address of the page that explains a call */
  readonly hrefOf: (link: MeshLink) => string;
}

/** More are on the map, which draws thousands. */
const MOST = 100;

/** Who calls it, or whom it calls, the worst first; each leads to its path. */
export function CallList({ report, nodes, direction, hrefOf }: CallListProps) {
  const ids = new Set(nodes.map(({ id }) => id));
  const links = callsOf(report, ids, direction);
  if (links.length === 0) {
    return (
      <p>
        {direction === 'callers' ? 'No caller is known' : 'It is not known to call anybody'}: nothing was observed,
        configured or declared.
      </p>
    );
  }
  const names = new Map(report.graph.nodes.map((node) => [node.id, node]));
  return (
    <>
      <ul className="hs-calls">
        {links.slice(0, MOST).map((link) => {
          const look = lookOf(report.links[link.id]);
          const other = names.get(direction === 'callers' ? link.from : link.to);
          const sentence = look === 'works' ? '' : (report.links[link.id]?.sentence ?? '');
          return (
            <li key={link.id} data-look={look}>
              <StateIcon state={LOOKS[look].mark} size={15} label="" />
              <div>
                <p>
                  <a href={hrefOf(link)}>
                    {titleOf(other)}
                    {direction === 'calls' ? `:${link.port}` : ` → :${link.port}`}
                  </a>{' '}
                  <span className="hs-quiet">{LOOKS[look].word}</span>
                </p>
                {sentence === '' ? null : (
                  <p className="hs-quiet">
                    <Prose text={sentence} />
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {links.length > MOST ? <p className="hs-quiet">and {links.length - MOST} more, on the map</p> : null}
    </>
  );
}

function titleOf(node: MeshNode | undefined): string {
  if (!node) return 'unknown';
  return node.namespace === '' ? node.name : `${node.namespace}/${node.name}`;
}
