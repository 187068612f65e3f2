import { ref } from '@hopscope/core';
import { BindingNote, ObjectLink, PodTable, PolicyNotes, SubjectPart } from '@hopscope/panels';
import { useParams, useSearchParams } from 'wouter';
import { useNow } from '../../shell/use-now.ts';
import { usePageRead } from '../../use-page-read.ts';
import { PageStates } from '../PageStates.tsx';
import { Enrolled } from './Enrolled.tsx';
import { SubjectCalls } from './SubjectCalls.tsx';
import { SubjectTitle } from './SubjectTitle.tsx';
import './subject-page.css';

const AGES_MOVE_EVERY = 10_000;

/** One workload: its pods, how they take part in the mesh, which policies hold for them, whom they call and who calls them. */
export function WorkloadPage() {
  const { ns, name } = useParams<{ ns: string; name: string }>();
  const [parameters] = useSearchParams();
  const kind = parameters.get('kind') ?? '';
  const now = useNow(AGES_MOVE_EVERY);
  const reading = usePageRead(['workload', ns, name, kind], (reads, signal) => reads.workload(ns, name, kind, signal));
  return (
    <PageStates
      reading={reading}
      title={`${kind || 'Workload'} ${ns}/${name}`}
      what={`${kind || 'workload'} ${ns}/${name}`}
    >
      {({ workload, pods, services, bindings, enrolment, drift, policies, policiesUnknown }) => {
        const own = ref(workload.kind, ns, name);
        return (
          <>
            <SubjectTitle object={own} facts={[readyWords(pods)]}>
              {services.length === 0 ? (
                <p>No Service leads to it: it is called by the addresses of its pods, if at all.</p>
              ) : (
                <p>
                  Called as:{' '}
                  {services.map((one) => (
                    <ObjectLink key={one.name} object={one} />
                  ))}
                </p>
              )}
            </SubjectTitle>
            <SubjectCalls object={own}>
              <Enrolled object={own} enrolment={enrolment} drift={drift} />
              <SubjectPart title="Pods" count={pods.length}>
                <PodTable pods={pods} now={now} />
              </SubjectPart>
              <SubjectPart title="Policies and routes" count={policies.length}>
                <PolicyNotes policies={policies} unknown={policiesUnknown} />
              </SubjectPart>
              <SubjectPart title="Waypoint of its pods">
                {bindings.map(({ pods: many, binding }) => (
                  <BindingNote
                    key={binding.sentence}
                    binding={binding}
                    whose={bindings.length > 1 ? `${many} of ${pods.length} pods` : ''}
                  />
                ))}
                {bindings.length === 0 ? <p>It has no pods that could have one.</p> : null}
              </SubjectPart>
            </SubjectCalls>
          </>
        );
      }}
    </PageStates>
  );
}

function readyWords(pods: readonly { ready: boolean }[]): string {
  return pods.length === 0 ? 'no pods' : `${pods.filter(({ ready }) => ready).length} of ${pods.length} pods ready`;
}
