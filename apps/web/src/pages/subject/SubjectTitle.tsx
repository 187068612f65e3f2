import { nameOf, type Ref } from '@hopscope/core';
import { StateIcon, standingOf } from '@hopscope/panels';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useReport } from '../../use-report.ts';
import { nodesOf } from './subject-nodes.ts';

export interface SubjectTitleProps {
  readonly object: Ref;
  readonly facts: readonly string[];
  readonly children: ReactNode;
}

/** What it is and how it stands, and the way to the map. */
export function SubjectTitle({ object, facts, children }: SubjectTitleProps) {
  const { report } = useReport();
  const mesh = 'data' in report ? report.data : null;
  const nodes = mesh ? nodesOf(mesh, object) : [];
  const [node] = nodes;
  const standing = mesh && node ? standingOf(mesh, nodes) : null;
  return (
    <div className="plain-title subject-title">
      <h1>
        {standing === null ? null : <StateIcon state={standing.mark} size={22} />} {nameOf(object)}{' '}
        <small>{object.kind}</small>
      </h1>
      {standing === null ? null : <p className="subject-standing">{standing.sentence}</p>}
      <p>{facts.join(' · ')}</p>
      {children}
      {node ? (
        <p>
          <Link href={`/?${new URLSearchParams({ selected: node.id })}`}>Show it on the map</Link>
        </p>
      ) : null}
    </div>
  );
}
