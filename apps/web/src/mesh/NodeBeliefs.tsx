import type { MeshNode } from '@hopscope/core';
import { DriftList, EnrolmentStrip } from '@hopscope/panels';
import { useBeliefs } from '../use-beliefs.ts';

/** Whether what stands behind a node is in the mesh, and what ztunnels believe of it; nothing where that cannot be asked. */
export function NodeBeliefs({ node }: { readonly node: MeshNode }) {
  const beliefs = useBeliefs(node);
  return (
    <div className="node-beliefs">
      {beliefs.map(({ title, enrolment, drift, asOf }) => (
        <div key={title}>
          {enrolment ? <EnrolmentStrip title={title} enrolment={enrolment} /> : null}
          {drift ? <DriftList title={title} drift={drift} asOf={asOf} /> : null}
        </div>
      ))}
    </div>
  );
}
