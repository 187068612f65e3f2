import { accessMatrix, componentFacts, listPolicies, reportTiers } from '@hopscope/core';
import {
  AccessDetail,
  AccessGrid,
  type AccessPlace,
  ComponentCards,
  ComponentSection,
  joinComponents,
  NodeMatrix,
  nodeRows,
  PolicyCards,
  suspectWords,
  TierList,
} from '@hopscope/panels';
import { useMemo, useState } from 'react';
import { Named } from './Named.tsx';
import type { ReadScenario } from './read-scenario.ts';

/** What the pages of components, policies and sources are made of. */
export function ObjectPanels({ read: { state, report } }: { readonly read: ReadScenario }) {
  const now = Date.parse(report.asOf);
  const [place, setPlace] = useState<AccessPlace | null>(null);
  const [filter, setFilter] = useState({ text: '', problemsOnly: false });
  const [node, setNode] = useState('');
  const facts = useMemo(() => componentFacts(state), [state]);
  const policies = useMemo(() => listPolicies(state, '').policies, [state]);
  const namespace = report.graph.links[0]?.query.to.kind === 'service' ? report.graph.links[0].query.to.namespace : '';
  const matrix = useMemo(() => accessMatrix(state, { namespace, text: '' }), [state, namespace]);
  const stages = report.chain.map((stage) => ({
    stage,
    components: joinComponents(stage, facts.components, [...report.causes, ...report.symptoms]),
  }));
  const membersOf = (id: string) => stages.find(({ stage }) => stage.id === id)?.components ?? [];
  return (
    <>
      {stages.map(({ stage, components }) => (
        <Named key={stage.id} name={`ComponentSection ${stage.id}`}>
          <ComponentSection stage={stage} suspects={suspectWords(report.chain, stage.id)}>
            <ComponentCards components={components} now={now} empty="There is none." />
          </ComponentSection>
        </Named>
      ))}
      <Named name="NodeMatrix">
        <NodeMatrix
          rows={nodeRows(membersOf('cni'), membersOf('ztunnel'))}
          {...{ filter, now, onFilter: setFilter, selected: node, onSelect: setNode, rowHeight: 46 }}
        />
      </Named>
      <Named name="PolicyCards">
        <PolicyCards policies={policies} asked="" />
      </Named>
      <Named name="AccessGrid">
        <AccessGrid matrix={matrix} rows={matrix.rows} selected={place} onSelect={setPlace} />
      </Named>
      {matrix.rows[0] ? (
        <Named name="AccessDetail">
          <AccessDetail
            matrix={matrix}
            row={matrix.rows[0]}
            target={matrix.targets[0] ?? null}
            hrefOf={() => '#'}
            onClose={() => undefined}
          />
        </Named>
      ) : null}
      <Named name="TierList">
        <TierList tiers={reportTiers(report.sources, now)} statuses={report.sources} />
      </Named>
    </>
  );
}
