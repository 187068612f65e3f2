import { plainText } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { TimeAgo } from '../marks/TimeAgo.tsx';
import { type ChangeKind, KIND_WORDS, type MeshChange, type Tone, toneOf } from './change.ts';
import './change-list.css';

export interface ChangeListProps {
  /** the newest first */
  readonly changes: readonly MeshChange[];
  /** further changes that were not read */
  readonly more: number;
  /** milliseconds since 1970; panels read no clock of their own */
  readonly now: number;
  /** the moment that is shown, RFC 3339; null = now */
  readonly at: string | null;
  /** '' = all of them */
  readonly kind: ChangeKind | '';
  readonly namespace: string;
  readonly onKind: (kind: ChangeKind | '') => void;
  readonly onNamespace: (namespace: string) => void;
  readonly onMoment: (at: string) => void;
  /** the page of what a change is about; null where it has none */
  readonly hrefOf: (change: MeshChange) => string | null;
}

/** More than that nobody reads; filters and earlier moments lead to the rest. */
const MOST = 100;

/** What happened, the newest first: when, what and whom it concerns; each leads to the mesh as it was then. */
export function ChangeList(props: ChangeListProps) {
  const { changes, more, now, at, kind, namespace, onKind, onNamespace, onMoment, hrefOf } = props;
  const namespaces = [...new Set(changes.flatMap((change) => change.namespaces))].sort();
  const wanted = changes.filter(
    (change) =>
      (kind === '' || change.kind === kind) &&
      (namespace === '' || change.namespaces.length === 0 || change.namespaces.includes(namespace)),
  );
  const shown = wanted.slice(0, MOST);
  const left = wanted.length - shown.length + more;
  return (
    <section className="hs-changes" aria-label="What changed">
      <div className="hs-changes-filters">
        <label>
          Of{' '}
          <select value={kind} onChange={(event) => onKind(event.target.value as ChangeKind | '')}>
            <option value="">everything</option>
            {Object.entries(KIND_WORDS).map(([value, word]) => (
              <option key={value} value={value}>
                {word.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <label>
          in{' '}
          <select value={namespace} onChange={(event) => onNamespace(event.target.value)}>
            <option value="">all namespaces</option>
            {[...new Set([...namespaces, ...(namespace === '' ? [] : [namespace])])].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {shown.length === 0 ? <p className="hs-changes-none">{noneWord(changes.length)}</p> : null}
      <ol className="hs-changes-list">
        {groupByMoment(shown).map(({ moment, members }) => (
          <li key={moment}>
            <button
              type="button"
              className="hs-changes-when"
              aria-current={moment === at}
              aria-label={`The mesh as it was at ${new Date(moment).toLocaleTimeString('en-GB')}`}
              onClick={() => onMoment(moment)}
            >
              <TimeAgo at={moment} now={now} />
            </button>
            <Members members={members} hrefOf={hrefOf} />
          </li>
        ))}
      </ol>
      {left > 0 ? <p className="hs-changes-none">and {left} more, further back</p> : null}
    </section>
  );
}

interface Moment {
  readonly moment: string;
  readonly members: readonly MeshChange[];
}

/** What people did comes first, then what it did. */
const KIND_ORDER: readonly ChangeKind[] = ['object', 'cause', 'component', 'link'];

/** Changes of one moment together; the moments stay in their order. */
function groupByMoment(changes: readonly MeshChange[]): Moment[] {
  const groups = new Map<string, MeshChange[]>();
  for (const change of changes) groups.set(change.at, [...(groups.get(change.at) ?? []), change]);
  const byKind = (a: MeshChange, b: MeshChange) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind);
  return [...groups].map(([moment, members]) => ({ moment, members: members.sort(byKind) }));
}

const noneWord = (all: number): string =>
  all === 0
    ? 'Nothing has changed since this server began to watch.'
    : 'Nothing of this kind changed there, as far as it is kept.';

const MARKS: Readonly<Record<Tone, 'broken' | 'ok' | 'not-applicable'>> = {
  worse: 'broken',
  better: 'ok',
  plain: 'not-applicable',
};
const TONE_WORDS: Readonly<Record<Tone, string>> = { worse: 'worse', better: 'better', plain: '' };

interface MembersProps {
  readonly members: readonly MeshChange[];
  readonly hrefOf: ChangeListProps['hrefOf'];
}

/** Calls that flipped together are one line: what made them flip stands above. */
const MOST_CALLS = 3;

function Members({ members, hrefOf }: MembersProps) {
  const calls = members.filter(({ kind }) => kind === 'link');
  const isFolded = calls.length > MOST_CALLS;
  const open = isFolded ? members.filter(({ kind }) => kind !== 'link') : members;
  return (
    <div>
      <Lines members={open} hrefOf={hrefOf} />
      {isFolded ? (
        <details>
          <summary>{callsWord(calls)}</summary>
          <Lines members={calls} hrefOf={hrefOf} />
        </details>
      ) : null}
    </div>
  );
}

function callsWord(calls: readonly MeshChange[]): string {
  const worse = calls.filter((call) => toneOf(call) === 'worse').length;
  const better = calls.filter((call) => toneOf(call) === 'better').length;
  if (worse === calls.length) return `${worse} calls became worse`;
  if (better === calls.length) return `${better} calls became better`;
  const parts = [`${calls.length} calls changed their verdict`];
  if (worse > 0) parts.push(`${worse} became worse`);
  if (better > 0) parts.push(`${better} became better`);
  return parts.join(', ');
}

function Lines({ members, hrefOf }: MembersProps) {
  return (
    <ul>
      {members.map((change) => (
        <Line key={`${change.kind} ${change.subject} ${change.sentence}`} change={change} href={hrefOf(change)} />
      ))}
    </ul>
  );
}

function Line({ change, href }: { readonly change: MeshChange; readonly href: string | null }) {
  const tone = toneOf(change);
  const sentence = plainText(change.sentence);
  const whom = change.namespaces.length === 0 ? 'the whole mesh' : change.namespaces.join(', ');
  return (
    <li data-tone={tone}>
      <StateIcon state={MARKS[tone]} size={14} label={TONE_WORDS[tone]} />
      <span>
        {href === null ? sentence : <a href={href}>{sentence}</a>} <span className="hs-changes-whom">{whom}</span>
      </span>
    </li>
  );
}
