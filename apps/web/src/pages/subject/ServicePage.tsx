import { ref } from '@hopscope/core';
import { BindingNote, EndpointTable, ObjectLink, PolicyNotes, SubjectPart } from '@hopscope/panels';
import { useParams } from 'wouter';
import { usePageRead } from '../../use-page-read.ts';
import { useReport } from '../../use-report.ts';
import { PageStates } from '../PageStates.tsx';
import { Believed } from './Enrolled.tsx';
import { EnrolledBehind } from './EnrolledBehind.tsx';
import { SubjectCalls } from './SubjectCalls.tsx';
import { SubjectTitle } from './SubjectTitle.tsx';
import './subject-page.css';

/** One Service: who is behind it, which waypoint and policies hold, who calls it and how that goes. */
export function ServicePage() {
  const { ns, name } = useParams<{ ns: string; name: string }>();
  const reading = usePageRead(['service', ns, name], (reads, signal) => reads.service(ns, name, signal));
  const own = ref('Service', ns, name);
  const { report } = useReport();
  const asOf = 'data' in report ? report.data.asOf : '';
  return (
    <PageStates reading={reading} title={`Service ${ns}/${name}`} what={`Service ${ns}/${name}`}>
      {({ service, endpoints, workloads, binding, drift, policies, policiesUnknown }) => (
        <>
          <SubjectTitle object={own} facts={factsOf(service)}>
            {workloads.length === 0 ? (
              <p>No pod stands behind it.</p>
            ) : (
              <p>
                Behind it:{' '}
                {workloads.map((one) => (
                  <ObjectLink key={`${one.kind} ${one.name}`} object={one} />
                ))}
              </p>
            )}
          </SubjectTitle>
          <SubjectCalls object={own}>
            <SubjectPart title="Waypoint">
              <BindingNote binding={binding} />
            </SubjectPart>
            <EnrolledBehind object={own} />
            <SubjectPart title="Policies and routes" count={policies.length}>
              <PolicyNotes policies={policies} unknown={policiesUnknown} />
            </SubjectPart>
            <SubjectPart title="Endpoints" count={endpoints.length}>
              <EndpointTable endpoints={endpoints} />
              <Believed title={`Service ${ns}/${name}`} drift={drift} asOf={asOf} />
            </SubjectPart>
          </SubjectCalls>
        </>
      )}
    </PageStates>
  );
}

function factsOf({
  type,
  headless,
  clusterIPs,
  ports,
}: {
  type: string;
  headless: boolean;
  clusterIPs: readonly string[];
  ports: readonly { port: number; protocol: string }[];
}): string[] {
  return [
    headless ? 'headless: callers dial its pods themselves' : type,
    ...(clusterIPs.length > 0 ? [clusterIPs.join(', ')] : []),
    ports.map(({ port, protocol }) => `${port} (${protocol})`).join(', ') || 'no ports',
  ];
}
