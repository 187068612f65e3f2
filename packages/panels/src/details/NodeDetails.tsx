import type { MeshLink, MeshNode, MeshReport } from '@hopscope/core';
import { LOOK_ORDER, LOOKS, lookOf } from '../map/link-look.ts';
import { BlameChip } from '../marks/BlameChip.tsx';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { Details } from './LinkDetails.tsx';

export interface NodeDetailsProps {
  readonly node: MeshNode;
  readonly report: MeshReport;
  readonly onSelect: (id: string) => void;
  readonly checkHref?: CheckHref;
  /** what else there is to ask of it */
  readonly children?: React.ReactNode;
}

const MEMBERSHIP: Readonly<Record<MeshNode['mesh'], string>> = {
  ambient: 'in the ambient mesh',
  sidecar: 'in the mesh by sidecar',
  none: 'not in the mesh',
  mixed: 'only some pods are in the mesh',
};

/** One service: what is wrong with itself, who calls it and whom it calls, with verdicts. */
export function NodeDetails({ node, report, onSelect, checkHref, children }: NodeDetailsProps) {
  const causes = [...report.causes, ...report.symptoms].filter(({ key }) =>
    report.nodes[node.id]?.causes.includes(key),
  );
  const callers = report.graph.links.filter(({ to }) => to === node.id);
  const callees = report.graph.links.filter(({ from }) => from === node.id);
  const title = node.namespace ? `${node.namespace}/${node.name}` : node.name;
  return (
    <Details title={title} onClose={() => onSelect('')}>
      <p className="hs-details-quiet">{factsOf(node).join(' · ')}</p>
      {causes.map(({ key, check, blame, sentence }) => (
        <p key={key}>
          <BlameChip blame={blame} /> <Prose text={sentence} /> <CheckLink id={check} href={checkHref} />
        </p>
      ))}
      <LinkList title="Called by" links={callers} end="from" report={report} onSelect={onSelect} />
      <LinkList title="Calls" links={callees} end="to" report={report} onSelect={onSelect} />
      {children}
    </Details>
  );
}

function factsOf(node: MeshNode): string[] {
  const facts: string[] = [node.kind === 'outside' ? 'everything outside the cluster' : node.kind];
  if (node.pods > 0) facts.push(`${node.readyPods} of ${node.pods} pods ready`, MEMBERSHIP[node.mesh]);
  if (node.waypoint !== '') facts.push(`waypoint ${node.waypoint}`);
  if (node.nodes.length > 0) facts.push(`on ${node.nodes.join(', ')}`);
  return facts;
}

interface LinkListProps {
  readonly title: string;
  readonly links: readonly MeshLink[];
  readonly end: 'from' | 'to';
  readonly report: MeshReport;
  readonly onSelect: (id: string) => void;
}

function LinkList({ title, links, end, report, onSelect }: LinkListProps) {
  if (links.length === 0) return null;
  const rank = ({ id }: MeshLink) => LOOK_ORDER.indexOf(lookOf(report.links[id]));
  const nameOf = (id: string) => report.graph.nodes.find((node) => node.id === id)?.name ?? id;
  return (
    <>
      <h3>{title}</h3>
      <ul className="hs-ends">
        {[...links]
          .sort((a, b) => rank(a) - rank(b))
          .map((link) => {
            const { mark, word } = LOOKS[lookOf(report.links[link.id])];
            return (
              <li key={link.id}>
                <button type="button" onClick={() => onSelect(link.id)}>
                  <StateIcon state={mark} size={14} label="" />
                  <span>
                    {nameOf(link[end])}
                    {end === 'to' ? `:${link.port}` : ''}
                  </span>
                  <small>{word}</small>
                </button>
              </li>
            );
          })}
      </ul>
    </>
  );
}
