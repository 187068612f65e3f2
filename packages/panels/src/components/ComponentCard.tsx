import type { Behind, CauseGroup } from '@hopscope/core';
import { BlameChip } from '../marks/BlameChip.tsx';
import { type CheckHref, CheckLink } from '../marks/CheckLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { formatAge, formatClock } from '../marks/time.ts';
import { blastWords, type Component, certificateWords, podWords, syncWords, versionWords } from './component-words.ts';
import { FactList } from './Facts.tsx';
import './components.css';

export interface ComponentCardProps {
  readonly component: Component;
  /** milliseconds since 1970 */
  readonly now: number;
  readonly checkHref?: CheckHref;
  /** other words than the title of its cell */
  readonly title?: React.ReactNode;
}

/** One replica, node proxy, waypoint or gateway: how it is, why, what hangs on it, and what is known of it. */
export function ComponentCard({ component, now, checkHref, title }: ComponentCardProps) {
  const { cell, facts, causes } = component;
  return (
    <article className="hs-component" data-state={cell.state} data-id={cell.id}>
      <h3>
        <StateIcon state={cell.state} size={16} /> <span>{title ?? cell.title}</span>
      </h3>
      <p>
        <Prose
          text={cell.state === 'unknown' ? `Unknown, because ${lowerFirst(cell.detail)}` : upperFirst(cell.detail)}
        />
      </p>
      <ComponentCauses causes={causes.filter(({ sentence }) => sentence !== cell.detail)} checkHref={checkHref} />
      <p className="hs-component-blast">{blastWords(cell)}</p>
      <FactList
        rows={[
          { name: 'Pods', said: { mark: null, text: podWords(facts, now) } },
          { name: 'Version', said: versionWords(facts) },
          { name: 'Sync', said: syncWords(facts, now) },
          { name: 'Certificates', said: certificateWords(facts, now) },
        ]}
      />
      <BehindList behind={facts?.sync.value?.behind ?? []} now={now} />
    </article>
  );
}

export interface ComponentCausesProps {
  readonly causes: readonly CauseGroup[];
  readonly checkHref: CheckHref;
}

/** Why it is not well, and whose problem that is. */
export function ComponentCauses({ causes, checkHref }: ComponentCausesProps) {
  return causes.map(({ key, sentence, blame, check }) => (
    <p key={key} className="hs-component-cause">
      <BlameChip blame={blame} /> <Prose text={sentence} /> <CheckLink id={check} href={checkHref} />
    </p>
  ));
}

/** Nobody reads a thousand of them; the API has all. */
const MOST_BEHIND = 50;

function BehindList({ behind, now }: { readonly behind: readonly Behind[]; readonly now: number }) {
  if (behind.length === 0) return null;
  return (
    <details className="hs-component-behind">
      <summary>Who is not in sync</summary>
      <ul>
        {behind.slice(0, MOST_BEHIND).map(({ proxy, types, errors, since }) => (
          <li key={`${proxy} ${types.join()}`}>
            <code className="hs-code">{proxy}</code> {types.length > 0 ? `has not taken ${types.join(', ')}` : ''}
            {errors.length > 0 ? ` ${errors.join('; ')}` : ''}
            {since === null ? '' : `, since ${formatClock(since, now)}, ${formatAge(now - Date.parse(since))}`}
          </li>
        ))}
      </ul>
      {behind.length > MOST_BEHIND ? <p>and {behind.length - MOST_BEHIND} more</p> : null}
    </details>
  );
}

/** Names of components stay as the field spells them. */
const upperFirst = (text: string): string =>
  /^(?:ztunnel|istiod?)\b/.test(text) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
