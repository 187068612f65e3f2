import type { MeshReport } from '@hopscope/core';
import { LinkDetails, NodeDetails } from '@hopscope/panels';
import { checkUrl } from '../pages/checks/check-url.ts';
import { objectUrl } from '../pages/object-url.ts';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import { useReport } from '../use-report.ts';
import { NodeBeliefs } from './NodeBeliefs.tsx';
import { NodeReach } from './NodeReach.tsx';

export interface SelectedProps {
  readonly report: MeshReport;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** which question of a node is open */
  readonly reach: string;
  readonly onReach: (reach: string) => void;
}

/** What is selected, in words. */
export function Selected({ report, selected, onSelect, reach, onReach }: SelectedProps) {
  const { at } = useReport();
  const link = report.graph.links.find(({ id }) => id === selected);
  if (link) {
    return (
      <LinkDetails
        link={link}
        report={report}
        href={writeAskUrl({ ...askOf(link.query), at })}
        onSelect={onSelect}
        checkHref={checkUrl}
      />
    );
  }
  const node = report.graph.nodes.find(({ id }) => id === selected);
  if (!node) return null;
  const page = objectUrl(node.ref);
  return (
    <NodeDetails node={node} report={report} onSelect={onSelect} checkHref={checkUrl}>
      {page === null ? null : (
        <p>
          <a href={page}>All about this {node.kind}</a>
        </p>
      )}
      <NodeBeliefs node={node} />
      <NodeReach node={node} open={reach} onOpen={onReach} />
    </NodeDetails>
  );
}
