import type { PolicyList } from '@hopscope/core';
import { PolicyCards, policyAnchor, StateIcon } from '@hopscope/panels';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { usePageRead } from '../../use-page-read.ts';
import { PageStates } from '../PageStates.tsx';
import { Access } from './Access.tsx';
import { NamespaceChoice } from './NamespaceChoice.tsx';
import { type PoliciesUrl, readPoliciesUrl, writePoliciesUrl } from './policies-url.ts';
import './policies-page.css';

/** Policies: who may call whom in one namespace, what decides it, and which policies have no effect. */
export function PoliciesPage() {
  const [parameters, setParameters] = useSearchParams();
  const url = readPoliciesUrl(parameters);
  const change = (part: Partial<PoliciesUrl>) =>
    setParameters((before) => writePoliciesUrl({ ...readPoliciesUrl(before), ...part }), { replace: true });
  const reading = usePageRead(['policies', url.namespace], (reads, signal) => reads.policies(url.namespace, signal));
  return (
    <PageStates reading={reading} title="Policies" what="the policies">
      {(list) => (
        <>
          <div className="plain-title">
            <h1>{headlineOf(list)}</h1>
            <NamespaceChoice
              list={list}
              onChoose={(namespace) => change({ namespace, cell: null, policy: '', service: '' })}
            />
          </div>
          {list.namespace === '' ? null : <Access url={{ ...url, namespace: list.namespace }} onChange={change} />}
          <Policies list={list} asked={url.policy} />
        </>
      )}
    </PageStates>
  );
}

function headlineOf({ namespace, policies }: PolicyList): string {
  if (namespace === '') return 'There are no Services and no policies here.';
  const idle = policies.filter(({ effect }) => effect === 'nowhere').length;
  if (policies.length === 0) return `No policy holds in ${namespace}.`;
  const count = `${policies.length} ${policies.length === 1 ? 'policy reaches' : 'policies reach'} into ${namespace}`;
  return idle === 0 ? `${count}.` : `${count}, ${idle} of them without effect.`;
}

function Policies({ list, asked }: { readonly list: PolicyList; readonly asked: string }) {
  const { policies, more, notKnown, namespace } = list;
  const found = policies.find(({ object }) => `${object.kind} ${object.namespace}/${object.name}` === asked);
  const anchor = found ? policyAnchor(found.object) : '';
  useEffect(() => {
    if (anchor !== '') document.getElementById(anchor)?.scrollIntoView({ block: 'center' });
  }, [anchor]);
  return (
    <section className="policies-list" aria-labelledby="policies-title">
      <h2 id="policies-title">
        Policies of {namespace || 'this mesh'} <span>{policies.length + more}</span>
      </h2>
      {policies.length === 0 ? (
        <p>{notKnown.length > 0 ? 'None was read.' : 'None: whoever calls is let in, encrypted or not.'}</p>
      ) : (
        <PolicyCards policies={policies} asked={asked} />
      )}
      {more > 0 ? <p>and {more} more; GET /api/v1/policies/Kind/namespace/name tells each.</p> : null}
      {notKnown.map((why) => (
        <p key={why} className="policies-unknown">
          <StateIcon state="unknown" size={14} label="Not known:" /> Policies may be missing here, because {why}.
        </p>
      ))}
    </section>
  );
}
