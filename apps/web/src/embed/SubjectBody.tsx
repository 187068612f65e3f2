import type { MeshNode, MeshReport } from '@hopscope/core';
import { CallList, CauseList, callsOf, LOOKS, lookOf, StateIcon, standingOf } from '@hopscope/panels';
import { checkUrl } from '../pages/checks/check-url.ts';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import { causesOn } from '../pages/subject/subject-nodes.ts';
import type { BodyProps } from './PanelBody.tsx';

/** One call, one workload, or one namespace: how it stands, why, and who calls it. */
export function SubjectBody(props: BodyProps) {
  const { report } = props.data;
  if (report === null) return null;
  return (
    <div className="embed-parts">
      {props.panel === 'edge' ? <Edge {...props} report={report} /> : <Nodes {...props} report={report} />}
      <Crossing {...props.data.crossing} />
    </div>
  );
}

type Judged = BodyProps & { readonly report: MeshReport };

function Edge({ report, data, now, channel }: Judged) {
  const link = report.graph.links.find(({ id }) => id === data.subjects[0]);
  if (link === undefined) return <p className="embed-note">This call is not known.</p>;
  const state = report.links[link.id];
  const look = LOOKS[lookOf(state)];
  const keys = new Set(state?.causes ?? []);
  return (
    <>
      <p className="embed-sentence">
        <StateIcon state={look.mark} size={18} label="" /> <strong>{look.word}</strong> {state?.sentence ?? ''}
      </p>
      {keys.size === 0 ? null : (
        <CauseList
          causes={[...report.causes, ...report.symptoms].filter(({ key }) => keys.has(key))}
          now={now}
          hasUnknown={state?.verdict === 'unknown'}
          onShow={(id) => channel?.send({ type: 'select', id })}
          checkHref={checkUrl}
        />
      )}
      <p>
        <a href={writeAskUrl(askOf(link.query))}>Explain this path</a>
      </p>
    </>
  );
}

function Nodes({ report, data, query, panel, now, channel }: Judged) {
  const nodes =
    panel === 'workload'
      ? report.graph.nodes.filter(({ id }) => data.subjects.includes(id))
      : own(report, query.namespaces);
  if (nodes.length === 0) return <p className="embed-note">Nothing that is known of the mesh stands there.</p>;
  const ids = new Set(nodes.map(({ id }) => id));
  const all = [...callsOf(report, ids, 'callers'), ...callsOf(report, ids, 'calls')];
  const hasUnknown =
    data.crossing.links > 0 || all.length === 0 || all.some(({ id }) => report.links[id]?.verdict === 'unknown');
  return (
    <>
      {panel === 'workload' ? (
        <Standing report={report} nodes={nodes} isPart={data.crossing.links > 0} />
      ) : (
        <Members report={report} nodes={nodes} />
      )}
      <CauseList
        causes={causesOn(report, nodes)}
        now={now}
        hasUnknown={hasUnknown}
        onShow={(id) => channel?.send({ type: 'select', id })}
        checkHref={checkUrl}
      />
      {panel === 'workload' ? (
        <>
          <h2>Called by</h2>
          <CallList
            report={report}
            nodes={nodes}
            direction="callers"
            hrefOf={(link) => writeAskUrl(askOf(link.query))}
          />
          <h2>Calls</h2>
          <CallList report={report} nodes={nodes} direction="calls" hrefOf={(link) => writeAskUrl(askOf(link.query))} />
        </>
      ) : null}
    </>
  );
}

const own = ({ graph }: MeshReport, namespaces: readonly string[]): MeshNode[] =>
  graph.nodes.filter(({ namespace }) => namespaces.length === 0 || namespaces.includes(namespace));

interface NodesProps {
  readonly report: MeshReport;
  readonly nodes: readonly MeshNode[];
}

/** What is hidden may fail: then well is not known to be well. */
function Standing({ report, nodes, isPart }: NodesProps & { readonly isPart: boolean }) {
  const { mark, sentence } = standingOf(report, nodes);
  return (
    <p className="embed-sentence">
      <StateIcon state={isPart && mark === 'ok' ? 'unknown' : mark} size={18} /> {sentence}
    </p>
  );
}

function Members({ report, nodes }: NodesProps) {
  return (
    <ul className="embed-members">
      {nodes.map((node) => {
        const { mark, sentence } = standingOf(report, [node]);
        return (
          <li key={node.id}>
            <StateIcon state={mark} size={15} />{' '}
            <strong>
              {node.namespace}/{node.name}
            </strong>{' '}
            <span className="hs-quiet">{sentence}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Crossing({ links, failing }: { readonly links: number; readonly failing: number }) {
  if (links === 0) return null;
  return (
    <p className="embed-crossing">
      {links} {links === 1 ? 'call' : 'calls'} to or from namespaces that this panel may not show{' '}
      {links === 1 ? 'is' : 'are'} left out; {failing} of them {failing === 1 ? 'does' : 'do'} not arrive as intended.
    </p>
  );
}
