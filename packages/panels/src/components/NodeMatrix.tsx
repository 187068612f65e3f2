import { type CSSProperties, useRef } from 'react';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { countOf } from '../reasons/counts.ts';
import { type Component, certificateWords, versionWords } from './component-words.ts';
import { SaidText } from './Facts.tsx';
import { filterNodes, type NodeFilter, type NodeRow } from './node-rows.ts';
import { useRowWindow } from './row-window.ts';
import './node-matrix.css';

export interface NodeMatrixProps {
  readonly rows: readonly NodeRow[];
  readonly filter: NodeFilter;
  readonly onFilter: (filter: NodeFilter) => void;
  /** the node that is open; '' = none */
  readonly selected: string;
  readonly onSelect: (node: string) => void;
  readonly now: number;
  /** pixels of one row: on a narrow page its cells stand below each other */
  readonly rowHeight: number;
}

/** From here on only the rows in sight are drawn. */
const LONG = 200;

/** Nodes against istio-cni and ztunnel, the worst first. */
export function NodeMatrix(props: NodeMatrixProps) {
  const { rows, filter, onFilter, rowHeight } = props;
  const box = useRef<HTMLDivElement>(null);
  const kept = filterNodes(rows, filter);
  const { first, end } = useRowWindow(box, kept.length, rowHeight, LONG);
  const pad = (many: number) =>
    many === 0 ? null : (
      <tr>
        <td colSpan={6} style={{ height: many * rowHeight }} />
      </tr>
    );
  return (
    <div className="hs-card hs-nodes">
      <div className="hs-nodes-tools">
        <label>
          Filter nodes
          <input
            type="search"
            value={filter.text}
            onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          />
        </label>
        <button
          type="button"
          className="hs-button"
          aria-pressed={filter.problemsOnly}
          onClick={() => onFilter({ ...filter, problemsOnly: !filter.problemsOnly })}
        >
          Not well only
        </button>
        <span role="status">
          {kept.length === rows.length ? countOf(rows.length, 'node') : `${kept.length} of ${rows.length} nodes`}
        </span>
      </div>
      <div ref={box} className="hs-nodes-box">
        <table className="hs-nodes-table" aria-rowcount={kept.length + 1}>
          <caption className="hs-sr-only">Nodes with istio-cni and ztunnel</caption>
          <thead>
            <tr aria-rowindex={1}>
              {['Node', 'istio-cni', 'ztunnel', 'Pods', 'Certificates', 'Version'].map((title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pad(first)}
            {kept.slice(first, end).map((row, i) => (
              <OneNode key={row.node} row={row} index={first + i + 2} {...props} />
            ))}
            {pad(kept.length - end)}
          </tbody>
        </table>
      </div>
      {kept.length === 0 ? <p className="hs-nodes-none">{noneWords(rows.length, filter)}</p> : null}
    </div>
  );
}

function noneWords(all: number, { problemsOnly, text }: NodeFilter): string {
  if (all === 0) return 'No node of the mesh is known.';
  return problemsOnly && text.trim() === '' ? 'Every node is well.' : 'No node is left by this filter.';
}

interface OneNodeProps extends Pick<NodeMatrixProps, 'selected' | 'onSelect' | 'now' | 'rowHeight'> {
  readonly row: NodeRow;
  readonly index: number;
}

function OneNode({ row, index, selected, onSelect, now, rowHeight }: OneNodeProps) {
  const { node, state, cni, ztunnel } = row;
  const isOpen = node === selected;
  return (
    <tr
      aria-rowindex={index}
      className="hs-node"
      data-state={state}
      data-open={isOpen}
      style={{ height: rowHeight, '--row': `${rowHeight}px` } as CSSProperties}
    >
      <th scope="row">
        <button type="button" aria-pressed={isOpen} onClick={() => onSelect(isOpen ? '' : node)}>
          {node}
        </button>
      </th>
      <Standing component={cni} name="istio-cni" />
      <Standing component={ztunnel} name="ztunnel" />
      <td className="hs-node-number">
        {ztunnel?.cell.blast.pods ?? cni?.cell.blast.pods ?? 0}
        <span className="hs-node-unit"> pods</span>
      </td>
      <td className="hs-node-more">
        <div>
          <SaidText said={certificateWords(ztunnel?.facts ?? null, now)} />
        </div>
      </td>
      <td className="hs-node-more">
        <div>
          <SaidText said={versionsOf(cni, ztunnel)} />
        </div>
      </td>
    </tr>
  );
}

function Standing({ component, name }: { readonly component: Component | null; readonly name: string }) {
  const state = component?.cell.state ?? 'not-applicable';
  const detail = component?.cell.detail ?? 'not here';
  return (
    <td className="hs-node-standing" title={detail}>
      <div>
        <StateIcon state={state} size={15} />
        <span>
          <span className="hs-node-unit">{name}: </span>
          <Prose text={detail} />
        </span>
      </div>
    </td>
  );
}

/** Both of a node are mostly of one release, which is then told once. */
function versionsOf(cni: Component | null, ztunnel: Component | null) {
  const [agent, proxy] = [versionWords(cni?.facts ?? null), versionWords(ztunnel?.facts ?? null)];
  if (agent.text === proxy.text || agent.text === '') return proxy;
  if (proxy.text === '') return agent;
  return { mark: 'latent' as const, text: `${agent.text} and ${proxy.text}` };
}
