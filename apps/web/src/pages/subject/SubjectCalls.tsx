import { nameOf, type Ref } from '@hopscope/core';
import { CallList, CauseList, callsOf, SubjectPart } from '@hopscope/panels';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useNow } from '../../shell/use-now.ts';
import { useReport } from '../../use-report.ts';
import { checkUrl } from '../checks/check-url.ts';
import { askOf, writeAskUrl } from '../path/ask-url.ts';
import { causesOn, nodesOf } from './subject-nodes.ts';

const AGES_MOVE_EVERY = 10_000;

export interface SubjectCallsProps {
  readonly object: Ref;
  /** what else is told of it, beside the calls */
  readonly children: ReactNode;
}

/** What was found on an object, who calls it and whom it calls, from the report: it follows every change. */
export function SubjectCalls({ object, children }: SubjectCallsProps) {
  const { report } = useReport();
  const now = useNow(AGES_MOVE_EVERY);
  const [, navigate] = useLocation();
  if (!('data' in report)) {
    return (
      <div className="subject-parts">
        <div>{children}</div>
      </div>
    );
  }
  const mesh = report.data;
  const nodes = nodesOf(mesh, object);
  const ids = new Set(nodes.map(({ id }) => id));
  const all = [...callsOf(mesh, ids, 'callers'), ...callsOf(mesh, ids, 'calls')];
  const hasUnknown = all.length === 0 || all.some(({ id }) => (mesh.links[id]?.verdict ?? 'unknown') === 'unknown');
  const list = (direction: 'callers' | 'calls', title: string) => (
    <SubjectPart title={title} count={callsOf(mesh, ids, direction).length}>
      <CallList report={mesh} nodes={nodes} direction={direction} hrefOf={({ query }) => writeAskUrl(askOf(query))} />
    </SubjectPart>
  );
  return (
    <>
      <section aria-label={`Found on ${nameOf(object)}`}>
        <h2 className="hs-sr-only">What was found</h2>
        <CauseList
          causes={causesOn(mesh, nodes)}
          now={now}
          onShow={(key) => navigate(`/?${new URLSearchParams({ cause: key })}`)}
          checkHref={checkUrl}
          hasUnknown={hasUnknown}
        />
      </section>
      <div className="subject-parts">
        <div>
          {list('callers', 'Called by')}
          {list('calls', 'Calls')}
        </div>
        <div>{children}</div>
      </div>
    </>
  );
}
