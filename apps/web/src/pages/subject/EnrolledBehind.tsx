import type { MeshNode, Ref } from '@hopscope/core';
import { EnrolmentStrip, SubjectPart } from '@hopscope/panels';
import { useBeliefs } from '../../use-beliefs.ts';
import { useReport } from '../../use-report.ts';
import { nodesOf } from './subject-nodes.ts';

/** Whether the workloads behind a Service are in the mesh; each has the rest on its own page. */
export function EnrolledBehind({ object }: { readonly object: Ref }) {
  const { report } = useReport();
  const [node] = 'data' in report ? nodesOf(report.data, object) : [];
  return node ? <Strips node={node} /> : null;
}

function Strips({ node }: { readonly node: MeshNode }) {
  const enrolled = useBeliefs(node).flatMap(({ title, enrolment }) => (enrolment ? [{ title, enrolment }] : []));
  if (enrolled.length === 0) return null;
  return (
    <SubjectPart title="Enrolment of what stands behind it">
      {enrolled.map(({ title, enrolment }) => (
        <EnrolmentStrip key={title} title={title} enrolment={enrolment} />
      ))}
    </SubjectPart>
  );
}
