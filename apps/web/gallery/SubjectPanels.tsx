import { aboutService, aboutWorkload, type MeshNode, type MeshState, nameOf, whoCanReach } from '@hopscope/core';
import {
  BindingNote,
  CallList,
  CauseList,
  DriftList,
  EndpointTable,
  EnrolmentStrip,
  EnrolmentTable,
  PodTable,
  PolicyNotes,
  ReachList,
} from '@hopscope/panels';
import { useMemo } from 'react';
import { causesOn, nodesOf } from '../src/pages/subject/subject-nodes.ts';
import { Named } from './Named.tsx';
import type { ReadScenario } from './read-scenario.ts';

/** What the pages of a Service and of a workload are made of, for the first Service that a scenario's links lead to. */
export function SubjectPanels({ read: { state, report } }: { readonly read: ReadScenario }) {
  const node = useMemo(() => firstCalled(report.graph.nodes, report.graph.links), [report]);
  if (node === null) return null;
  const nodes = nodesOf(report, node.ref);
  return (
    <>
      {(['callers', 'calls'] as const).map((direction) => (
        <Named key={direction} name={`CallList ${direction}`}>
          <CallList {...{ report, nodes, direction }} hrefOf={() => '#'} />
        </Named>
      ))}
      <Named name="CauseList">
        <CauseList
          causes={causesOn(report, nodes)}
          now={Date.parse(report.asOf)}
          onShow={() => undefined}
          hasUnknown={report.counts.unknown > 0}
        />
      </Named>
      <ServiceParts state={state} node={node} />
      {node.workloads[0] ? <WorkloadParts state={state} own={node.workloads[0]} /> : null}
    </>
  );
}

function firstCalled(nodes: readonly MeshNode[], links: readonly { readonly to: string }[]): MeshNode | null {
  const called = new Set(links.map(({ to }) => to));
  return nodes.find(({ id, kind }) => kind === 'service' && called.has(id)) ?? null;
}

function ServiceParts({ state, node }: { readonly state: MeshState; readonly node: MeshNode }) {
  const { namespace, name } = node.ref;
  const about = useMemo(() => aboutService(state, namespace, name), [state, namespace, name]);
  const port = about?.service.ports[0]?.port;
  const reach = useMemo(
    () => (port === undefined ? null : whoCanReach(state, { kind: 'service', namespace, name, port })),
    [state, namespace, name, port],
  );
  if (about === null) return null;
  return (
    <>
      <Named name="BindingNote">
        <BindingNote binding={about.binding} />
      </Named>
      <Named name="PolicyNotes">
        <PolicyNotes policies={about.policies} unknown={about.policiesUnknown} />
      </Named>
      <Named name="EndpointTable">
        <EndpointTable endpoints={about.endpoints} />
      </Named>
      {about.drift ? (
        <Named name="DriftList">
          <DriftList title={`Service ${nameOf(node.ref)}`} drift={about.drift} asOf={state.takenAt} />
        </Named>
      ) : null}
      {reach ? (
        <Named name="ReachList">
          <ReachList reach={reach} hrefOf={() => '#'} />
        </Named>
      ) : null}
    </>
  );
}

function WorkloadParts({ state, own }: { readonly state: MeshState; readonly own: MeshNode['workloads'][number] }) {
  const about = useMemo(() => aboutWorkload(state, own.namespace, own.name, own.kind), [state, own]);
  if (about === null) return null;
  return (
    <>
      {about.enrolment ? (
        <>
          <Named name="EnrolmentStrip">
            <EnrolmentStrip title={`${own.kind} ${nameOf(own)}`} enrolment={about.enrolment} />
          </Named>
          <Named name="EnrolmentTable">
            <EnrolmentTable enrolment={about.enrolment} />
          </Named>
        </>
      ) : null}
      <Named name="PodTable">
        <PodTable pods={about.pods} now={Date.parse(state.takenAt)} />
      </Named>
    </>
  );
}
