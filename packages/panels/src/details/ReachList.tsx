import type { Reach, ReachEnd, ReachGroup } from '@hopscope/core';
import { BlameChip } from '../marks/BlameChip.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { verdictWord } from '../path/path-words.ts';
import './reach-list.css';

export interface ReachListProps {
  readonly reach: Reach;
  /** address of the page that explains the way of one end */
  readonly hrefOf: (end: ReachEnd) => string;
}

/** Who can reach something, or what it reaches: grouped by what decides, each end a link to its path. */
export function ReachList({ reach, hrefOf }: ReachListProps) {
  return (
    <div className="hs-reach">
      <p>
        <Prose text={reach.sentence} />
      </p>
      <ul className="hs-reach-groups">
        {reach.groups.map((group) => (
          <Group key={keyOf(group)} group={group} hrefOf={hrefOf} />
        ))}
      </ul>
      {reach.notKnown.map((why) => (
        <p key={why} className="hs-details-quiet">
          <StateIcon state="unknown" size={14} label="Not known:" /> {why}
        </p>
      ))}
    </div>
  );
}

const keyOf = ({ verdict, sentence, ends }: ReachGroup): string => `${verdict} ${sentence} ${ends[0]?.text ?? ''}`;

/** More ends than this are folded away. */
const MOST_OPEN = 4;
/** A list of thousands is no list: the command line and the API have all of them. */
const MOST_SHOWN = 200;

function Group({ group, hrefOf }: { readonly group: ReachGroup } & Pick<ReachListProps, 'hrefOf'>) {
  const { verdict, sentence, blame, ends } = group;
  const facts = factsOf(group);
  return (
    <li>
      <p className="hs-reach-verdict">
        <StateIcon state={verdict} size={16} label="" />
        <strong>{verdictWord(verdict)}</strong>
        {blame === null ? null : <BlameChip blame={blame} />}
      </p>
      <p>
        <Prose text={sentence} />
      </p>
      {facts.length === 0 ? null : <p className="hs-details-quiet">{facts.join(' · ')}</p>}
      {ends.length <= MOST_OPEN ? (
        <Ends ends={ends} hrefOf={hrefOf} />
      ) : (
        <details>
          <summary>{ends.length} of them</summary>
          <Ends ends={ends.slice(0, MOST_SHOWN)} hrefOf={hrefOf} />
          {ends.length > MOST_SHOWN ? (
            <p className="hs-details-quiet">and {ends.length - MOST_SHOWN} more; `hopscope reach --json` lists all</p>
          ) : null}
        </details>
      )}
    </li>
  );
}

function factsOf({ verdict, waypoint, skipped, encrypted }: ReachGroup): string[] {
  const facts: string[] = [];
  if (waypoint) facts.push(`through waypoint ${waypoint.namespace}/${waypoint.name}`);
  if (skipped !== '') facts.push('past the waypoint');
  if (encrypted && verdict !== 'blocked') facts.push('encrypted by the mesh');
  return facts;
}

function Ends({ ends, hrefOf }: { readonly ends: readonly ReachEnd[] } & Pick<ReachListProps, 'hrefOf'>) {
  return (
    <ul className="hs-reach-ends">
      {ends.map((end) => (
        <li key={end.text}>
          <a href={hrefOf(end)}>{end.text}</a>
        </li>
      ))}
    </ul>
  );
}
