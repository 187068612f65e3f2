import { formatClock, Prose, TimeAgo } from '@hopscope/panels';
import type { BodyProps } from './PanelBody.tsx';

/** What happened, the newest first. */
export function ChangesBody({ data: { changes }, query, now }: BodyProps) {
  if (changes.length === 0) {
    const where = query.namespaces.length === 0 ? '' : ` in ${query.namespaces.join(', ')}`;
    return <p className="embed-note">Nothing changed{where} in this time, as far as this server has watched.</p>;
  }
  return (
    <ol className="embed-changes">
      {changes.map(({ at, kind, what, subject, sentence }) => (
        <li key={`${at} ${kind} ${what} ${subject}`}>
          {formatClock(at, now)}, <TimeAgo at={at} now={now} /> <Prose text={sentence} />
        </li>
      ))}
    </ol>
  );
}
