import type { Drift, Enrolment, Ref } from '@hopscope/core';
import { nameOf } from '@hopscope/core';
import { DriftList, EnrolmentStrip, EnrolmentTable, SubjectPart } from '@hopscope/panels';
import { useReport } from '../../use-report.ts';

export interface EnrolledProps {
  readonly object: Ref;
  readonly enrolment: Enrolment | null;
  readonly drift: Drift | null;
}

/** Whether its pods are in the mesh, by everybody who has a say, and what ztunnels believe that is not so. */
export function Enrolled({ object, enrolment, drift }: EnrolledProps) {
  const { report } = useReport();
  const asOf = 'data' in report ? report.data.asOf : '';
  const title = `${object.kind} ${nameOf(object)}`;
  return (
    <SubjectPart title="Enrolment">
      {enrolment === null ? (
        <p>It has no pods that could be in the mesh.</p>
      ) : (
        <>
          <EnrolmentStrip title={title} enrolment={enrolment} />
          <EnrolmentTable enrolment={enrolment} />
        </>
      )}
      <Believed title={title} drift={drift} asOf={asOf} />
    </SubjectPart>
  );
}

/** That nobody could be asked is told too. */
export function Believed({ title, drift, asOf }: { title: string; drift: Drift | null; asOf: string }) {
  if (drift === null) return null;
  if (drift.asked > 0) return <DriftList title={title} drift={drift} asOf={asOf} />;
  return <p>What ztunnels believe of it is unknown, because none of them could be asked.</p>;
}
