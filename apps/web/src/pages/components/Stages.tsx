import type { ChainStage, Components, MeshReport } from '@hopscope/core';
import {
  type Component,
  ComponentCards,
  ComponentSection,
  joinComponents,
  NodeMatrix,
  nodeRows,
  suspectWords,
} from '@hopscope/panels';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { useMedia } from '../../mesh/use-media.ts';
import { useNow } from '../../shell/use-now.ts';
import { checkUrl } from '../checks/check-url.ts';
import { Authority } from './Authority.tsx';
import { type ComponentsUrl, readComponentsUrl, writeComponentsUrl } from './components-url.ts';
import { OpenNode } from './OpenNode.tsx';

export interface StagesProps {
  readonly report: MeshReport;
  /** null while they are being read */
  readonly facts: Components | null;
}

const AGES_MOVE_EVERY = 10_000;

/** All stages below each other: what is above explains much of what looks sick below. */
export function Stages({ report, facts }: StagesProps) {
  const now = useNow(AGES_MOVE_EVERY);
  useGatewayOfAddress(facts !== null);
  const membersOf = (id: ChainStage['id']): readonly Component[] => {
    const stage = report.chain.find((one) => one.id === id);
    return stage ? joinComponents(stage, facts?.components ?? null, [...report.causes, ...report.symptoms]) : [];
  };
  const cards = (id: ChainStage['id'], empty: string, extra: React.ReactNode = null) => (
    <OneStage report={report} id={id}>
      {extra}
      <ComponentCards
        components={membersOf(id)}
        now={now}
        checkHref={checkUrl}
        empty={empty}
        {...(id === 'istiod' ? {} : { titleOf })}
      />
    </OneStage>
  );
  return (
    <>
      {cards('istiod', 'No istiod is known here.', <Authority authority={facts?.authority ?? null} now={now} />)}
      <Nodes report={report} agents={membersOf('cni')} proxies={membersOf('ztunnel')} now={now} />
      {cards('waypoint', emptyWords(report, 'waypoint', 'There is no waypoint: nothing is decided by HTTP requests.'))}
      {cards('gateway', emptyWords(report, 'gateway', 'There is no gateway: nothing enters the mesh through one.'))}
    </>
  );
}

/** What could not be seen is not "none". */
function emptyWords({ chain }: MeshReport, id: ChainStage['id'], none: string): string {
  const stage = chain.find((one) => one.id === id);
  return stage?.state === 'unknown' ? `Unknown, because ${stage.detail.replace(/^cannot be seen: /, '')}.` : none;
}

const titleOf = ({ cell }: Component): React.ReactNode => <span id={cell.title}>{cell.title}</span>;

function OneStage({ report, id, children }: { report: MeshReport; id: ChainStage['id']; children: React.ReactNode }) {
  const stage = report.chain.find((one) => one.id === id);
  if (!stage) return null;
  return (
    <ComponentSection stage={stage} suspects={suspectWords(report.chain, id)}>
      {children}
    </ComponentSection>
  );
}

interface NodesProps {
  readonly report: MeshReport;
  readonly agents: readonly Component[];
  readonly proxies: readonly Component[];
  readonly now: number;
}

/** istio-cni and ztunnel run on the same nodes: one matrix for both stages. */
function Nodes({ report, agents, proxies, now }: NodesProps) {
  const [parameters, setParameters] = useSearchParams();
  const isNarrow = useMedia('(width < 700px)');
  const url = readComponentsUrl(parameters);
  const change = (part: Partial<ComponentsUrl>) =>
    setParameters((before) => writeComponentsUrl({ ...readComponentsUrl(before), ...part }), { replace: true });
  const [cni, ztunnel] = ['cni', 'ztunnel'].map((id) => report.chain.find((one) => one.id === id));
  if (!cni || !ztunnel) return null;
  const rows = nodeRows(agents, proxies);
  const open = rows.find(({ node }) => node === url.node);
  const both = { ...ztunnel, title: 'Nodes', headline: `${cni.headline} · ${ztunnel.headline}` };
  return (
    <div id="stage-cni">
      <span id="stage-title-cni" tabIndex={-1} className="hs-sr-only">
        Enrolment and node proxies
      </span>
      <ComponentSection stage={both} suspects={suspectWords(report.chain, 'cni')}>
        <div className="plain-split" data-open={open !== undefined}>
          <NodeMatrix
            rows={rows}
            filter={{ text: url.filter, problemsOnly: url.problems }}
            onFilter={({ text, problemsOnly }) => change({ filter: text, problems: problemsOnly })}
            selected={url.node}
            onSelect={(node) => change({ node })}
            now={now}
            rowHeight={isNarrow ? 84 : 46}
          />
          {open ? <OpenNode row={open} now={now} onClose={() => change({ node: '' })} /> : null}
        </div>
      </ComponentSection>
    </div>
  );
}

/** The cards come later than the address, so the browser has looked for the place in vain. */
function useGatewayOfAddress(isThere: boolean): void {
  useEffect(() => {
    if (isThere)
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ block: 'center' });
  }, [isThere]);
}
