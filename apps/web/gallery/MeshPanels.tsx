import type { MeshReport } from '@hopscope/core';
import {
  buildMapView,
  CannotJudge,
  type ChangeKind,
  ChangeList,
  DependencyChain,
  FilterBox,
  Headline,
  LinkDetails,
  LinkTable,
  listProblems,
  type MeshChange,
  MeshMap,
  NodeDetails,
  parseFilter,
  Reasons,
  TimeLine,
} from '@hopscope/panels';
import { MeshTable } from '@hopscope/panels/table';
import { useMemo, useRef, useState } from 'react';
import { layOut } from '../src/mesh/lay-out.ts';
import { Named } from './Named.tsx';

/** What the mesh page is made of. */
export function MeshPanels({ report }: { readonly report: MeshReport }) {
  const view = useMemo(() => buildMapView(report, []), [report]);
  const [selected, setSelected] = useState(() => listProblems(view, report)[0] ?? '');
  const [stage, setStage] = useState('');
  const [sort, setSort] = useState('');
  const [text, setText] = useState('state:blocked');
  const input = useRef<HTMLInputElement>(null);
  const now = Date.parse(report.asOf);
  const link = report.graph.links.find(({ id }) => id === selected) ?? report.graph.links[0];
  const node = report.graph.nodes.find(({ id }) => id === (link?.to ?? selected)) ?? report.graph.nodes[0];
  const shared = { view, report, problemsOnly: false, selected, shown: [], onSelect: setSelected };
  return (
    <>
      <Named name="Headline">
        <Headline headline={report.headline} />
      </Named>
      <Named name="DependencyChain">
        <DependencyChain
          chain={report.chain}
          causes={report.causes}
          open={stage}
          onOpen={setStage}
          shown=""
          onShow={() => undefined}
        />
      </Named>
      <Named name="MeshMap">
        <MeshMap {...shared} focusRequest={0} layOut={layOut} pins={[]} onPin={() => undefined} />
      </Named>
      <Named name="LinkTable">
        <LinkTable {...shared} sort={sort} onSort={setSort} now={now} />
      </Named>
      <Named name="NodeTable">
        <MeshTable {...shared} rows="nodes" sort="" onSort={() => undefined} now={now} />
      </Named>
      <Named name="FilterBox">
        <FilterBox {...{ text, report, input }} filter={parseFilter(text)} left="" onChange={setText} />
      </Named>
      <Named name="Reasons">
        <Reasons report={report} now={now} shown="" onShow={() => undefined} />
      </Named>
      <Named name="CannotJudge">
        <CannotJudge gaps={report.cannotJudge} unknown={report.counts.unknown} />
      </Named>
      {link ? (
        <Named name="LinkDetails">
          <LinkDetails link={link} report={report} href="#" onSelect={setSelected} />
        </Named>
      ) : null}
      {node ? (
        <Named name="NodeDetails">
          <NodeDetails node={node} report={report} onSelect={setSelected} />
        </Named>
      ) : null}
      <TimePanels report={report} />
    </>
  );
}

/** The scenario as if all of it had come at once, five minutes before. */
function TimePanels({ report }: { readonly report: MeshReport }) {
  const [at, setAt] = useState<string | null>(null);
  const [kind, setKind] = useState<ChangeKind | ''>('');
  const [namespace, setNamespace] = useState('');
  const now = Date.parse(report.asOf);
  const before = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const changes = useMemo(() => changesOf(report, before(5)), [report]);
  const shared = { changes, at, now, onMoment: setAt };
  return (
    <>
      <Named name="TimeLine">
        <TimeLine {...shared} moments={[before(20), before(5)]} />
      </Named>
      <Named name="ChangeList">
        <ChangeList
          {...shared}
          {...{ kind, namespace, more: 0, onKind: setKind, onNamespace: setNamespace, hrefOf: () => null }}
        />
      </Named>
    </>
  );
}

function changesOf(report: MeshReport, at: string): MeshChange[] {
  const reasons = report.causes.map(({ key, namespaces, severity, sentence }): MeshChange => {
    return { at, kind: 'cause', what: 'added', subject: key, namespaces, before: '', after: severity, sentence };
  });
  const links = Object.entries(report.links).flatMap(([subject, { verdict, sentence }]): MeshChange[] => {
    if (verdict === 'delivered' || verdict === 'unknown') return [];
    const usual = { at, kind: 'link', what: 'changed', namespaces: [], before: 'delivered' } as const;
    return [{ ...usual, subject, after: verdict, sentence }];
  });
  return [...reasons, ...links];
}
