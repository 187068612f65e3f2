import type { Hop, Trace, Verdict } from '@hopscope/core';
import type { CSSProperties } from 'react';
import type { CheckHref } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { HopPanel } from './HopPanel.tsx';
import { HopTitle } from './HopTitle.tsx';
import { hopShape, laneColumns, type Wire, wiresInto, wireThrough } from './lane.ts';
import { kindWord, stateWord } from './path-words.ts';
import './path.css';
import './hop-lane.css';
import './hop-wire.css';
import './hop-panel.css';
import './hop-lane-narrow.css';

export interface HopLaneProps {
  trace: Trace;
  /** the answer's own moment; ages are counted from it */
  asOf: string;
  /** seq of the hop whose checks are open; null = none */
  openSeq: number | null;
  onOpen: (seq: number | null) => void;
  checkHref?: CheckHref;
}

/** The way of a request, read from left to right, or from top to bottom where there is little room. */
export function HopLane({ trace, asOf, openSeq, onOpen, checkHref }: HopLaneProps) {
  const wires = wiresInto(trace.hops);
  const columns = { '--lane-columns': laneColumns(trace.hops) } as CSSProperties;
  return (
    <div className="hs-hop-lane">
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the list role of a list without bullets */}
      <ol role="list" style={columns} aria-label="Hops in walking order">
        {trace.hops.map((hop, index) => (
          <HopItem
            key={`${hop.seq} ${hop.kind}`}
            hop={hop}
            wire={wires[index]!}
            edge={edgeOf(index, trace.hops.length)}
            asOf={asOf}
            verdict={trace.verdict}
            checkHref={checkHref}
            open={hop.seq === openSeq}
            onToggle={() => onOpen(hop.seq === openSeq ? null : hop.seq)}
          />
        ))}
      </ol>
    </div>
  );
}

type Edge = 'only' | 'first' | 'inner' | 'last';

function edgeOf(index: number, count: number): Edge {
  if (count === 1) return 'only';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'inner';
}

interface HopItemProps {
  hop: Hop;
  wire: Wire;
  edge: Edge;
  asOf: string;
  verdict: Verdict;
  checkHref: CheckHref;
  open: boolean;
  onToggle: () => void;
}

function HopItem({ hop, wire, edge, asOf, verdict, checkHref, open, onToggle }: HopItemProps) {
  const panel = `hop-${hop.seq}-checks`;
  return (
    <li
      className="hs-hop"
      data-state={hop.state}
      data-shape={hopShape(hop)}
      data-run={wireThrough(wire, hop)}
      data-open={open}
      data-edge={edge}
    >
      <h3 className="hs-hop-head">
        {edge === 'first' || edge === 'only' ? null : <WireInto wire={wire} />}
        <button type="button" aria-expanded={open} {...(open ? { 'aria-controls': panel } : {})} onClick={onToggle}>
          <HopFace hop={hop} />
        </button>
      </h3>
      {open ? <HopPanel id={panel} hop={hop} asOf={asOf} verdict={verdict} checkHref={checkHref} /> : null}
    </li>
  );
}

function HopFace({ hop }: { hop: Hop }) {
  const said = stateWord(hop.state);
  const onWire = hopShape(hop) !== 'place' && hop.state !== 'block';
  const kind = (
    <span className="hs-hop-kind" aria-hidden="true">
      {hop.seq} {kindWord(hop.kind)}
      {said === '' ? null : <span className="hs-hop-said">, {said}</span>}
    </span>
  );
  return (
    <>
      <span className="hs-sr-only">
        Hop {hop.seq}, {kindWord(hop.kind)}, {said || 'passes'}:{' '}
      </span>
      <span className="hs-hop-line">
        <StateIcon state={hop.state} size={18} label="" />
        {onWire ? null : kind}
        {hop.protocol === '' ? null : <span className="hs-hop-protocol">{hop.protocol}</span>}
        {onWire ? null : <Chevron />}
      </span>
      {onWire ? kind : null}
      <HopTitle text={hop.title} />
      {hop.detail === '' ? null : (
        <span className="hs-hop-detail">
          <Prose text={hop.detail} />
        </span>
      )}
    </>
  );
}

/** Says that there is more to open. */
function Chevron() {
  return (
    <svg className="hs-hop-chevron" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d="M2.5 4.5L6 8l3.5-3.5" />
    </svg>
  );
}

function WireInto({ wire }: { wire: Wire }) {
  return (
    <span className="hs-hop-wire" data-wire={wire} aria-hidden="true">
      {wire === 'broken' ? (
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          <path d="M1.5 1.5l7 7M8.5 1.5l-7 7" />
        </svg>
      ) : null}
    </span>
  );
}
