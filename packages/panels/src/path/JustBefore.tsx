import type { BeforeChange, PathResult, Ref } from '@hopscope/core';
import { ageBetween, clockAt } from './age.ts';
import { beforeWord, nearWord, secondsWord, toldByWord } from './before-words.ts';
import './side-notes.css';
import './just-before.css';

export interface JustBeforeProps {
  result: PathResult;
  /** the page of an object; null where it has none */
  objectHref?: (object: Ref) => string | null;
  /** the path as it was at a moment; left out where nothing of the past is kept */
  momentHref?: (at: string) => string;
}

/** Since when the call fails, and what changed in the minutes before; nothing at all where nothing fails. */
export function JustBefore({ result, objectHref = () => null, momentHref }: JustBeforeProps) {
  const before = result.justBefore;
  if (!before) return null;
  const { since, changes, more, unknown } = before;
  return (
    <section className="hs-side-note hs-just-before">
      <h2>Since when, and what changed just before</h2>
      <p>
        {since === null ? null : (
          <>
            Fails since <time dateTime={since}>{clockAt(since, result.asOf)}</time>, {ageBetween(since, result.asOf)}{' '}
            ago: {toldByWord(before.toldBy)}.{' '}
            {momentHref ? <a href={momentHref(momentBefore(since))}>See this path just before</a> : null}
          </>
        )}
      </p>
      <p className="hs-before-lead">{beforeWord(before)}</p>
      {changes.length === 0 ? null : (
        <ol className="hs-before-list">
          {changes.map((change) => (
            <ChangeItem
              key={`${change.at} ${change.sentence}`}
              change={change}
              asOf={result.asOf}
              href={change.object && objectHref(change.object)}
              momentHref={momentHref}
            />
          ))}
        </ol>
      )}
      {more === 0 ? null : <p className="hs-before-more">and {more} more in these minutes</p>}
      {unknown === '' ? null : <p className="hs-before-more">{unknown}</p>}
    </section>
  );
}

/** The last second in which it did not fail. */
const momentBefore = (since: string): string =>
  new Date(Date.parse(since) - 1000).toISOString().replace(/\.\d+Z$/, 'Z');

interface ChangeItemProps {
  change: BeforeChange;
  asOf: string;
  href: string | null;
  momentHref: JustBeforeProps['momentHref'];
}

function ChangeItem({ change, asOf, href, momentHref }: ChangeItemProps) {
  const { at, seconds, near, sentence } = change;
  const when = seconds === null ? `${ageBetween(at, asOf)} ago` : secondsWord(seconds);
  return (
    <li data-near={near}>
      {momentHref ? (
        <a href={momentHref(at)} title="See this path at that moment">
          <time dateTime={at}>{when}</time>
        </a>
      ) : (
        <time dateTime={at}>{when}</time>
      )}
      <span>
        {href === null ? sentence : <a href={href}>{sentence}</a>}
        {nearWord(near) === '' ? null : <span className="hs-before-near"> {nearWord(near)}</span>}
      </span>
    </li>
  );
}
