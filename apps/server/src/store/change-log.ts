/** What happened, in one list: objects that people changed, components and links that fell sick or recovered, reasons that came and went. */
import {
  type CauseGroup,
  type ChainStage,
  changedObjects,
  namespaceOfNode,
  type ObjectChange,
  refId,
} from '@hopscope/core';
import { type Static, Type } from 'typebox';
import type { Delta } from './delta.ts';
import type { Snapshot } from './snapshot.ts';

export const LoggedChange = Type.Object({
  at: Type.String({ description: 'RFC 3339 of the state that showed it first' }),
  revision: Type.Integer(),
  kind: Type.Enum(['object', 'component', 'link', 'cause'], {
    description: 'something people wrote; an istiod, ztunnel, waypoint or gateway; a link; a reason why links fail',
  }),
  what: Type.Enum(['added', 'removed', 'changed']),
  subject: Type.String({
    description: '`Kind namespace/name`, id of a link or of a cell of the chain, key of a cause',
  }),
  namespaces: Type.Array(Type.String(), { description: 'whom it concerns; empty = the whole mesh' }),
  before: Type.String({ description: 'verdict or state before; empty where there was none' }),
  after: Type.String({ description: 'verdict or state after; empty where there is none' }),
  sentence: Type.String(),
});
export type LoggedChange = Static<typeof LoggedChange>;

export interface ChangeLog {
  /** Notes what differs between a snapshot and the one before. */
  note(before: Snapshot, after: Snapshot, delta: Delta | null): void;
  /** The newest first. */
  entries(): readonly LoggedChange[];
}

/** Entries that are kept, and how many links one revision may fill them with: a failing ztunnel flips thousands at once. */
const LIMIT = 5_000;
const LINKS_AT_ONCE = 100;

type Draft = Omit<LoggedChange, 'at' | 'revision'>;

/** An empty log. */
export function createChangeLog(limit = LIMIT): ChangeLog {
  let entries: LoggedChange[] = [];
  return {
    entries: () => entries,
    note(before, after, delta) {
      const drafts: Draft[] = [
        ...(delta?.chain ? changedCells(before.report.chain, after.report.chain) : []),
        ...(delta?.causes ? changedCauses(before.report.causes, after.report.causes) : []),
        ...(delta ? changedLinks(before, delta) : []),
        ...changedObjects(before.state, after.state).map(ofObject),
      ];
      if (drafts.length === 0) return;
      const { revision, report } = after;
      const fresh = drafts.map((draft) => ({ at: report.asOf, revision, ...draft }));
      entries = [...fresh, ...entries].slice(0, limit);
    },
  };
}

function ofObject({ ref, what, fields }: ObjectChange): Draft {
  const id = refId(ref);
  const told = { added: 'was created', removed: 'was deleted', changed: `was changed: ${fields.join(', ')}` }[what];
  return {
    kind: 'object',
    what,
    subject: id,
    namespaces: ref.namespace === '' ? [] : [ref.namespace],
    before: '',
    after: '',
    sentence: `${id} ${told}.`,
  };
}

function changedCells(before: readonly ChainStage[], after: readonly ChainStage[]): Draft[] {
  const known = new Map(before.flatMap(({ cells }) => cells.map((cell) => [cell.id, cell] as const)));
  const drafts: Draft[] = [];
  for (const { cells } of after) {
    for (const cell of cells) {
      const former = known.get(cell.id);
      known.delete(cell.id);
      if (former?.state === cell.state) continue;
      const told = former ? `was ${former.state} and is ${cell.state}` : `appeared and is ${cell.state}`;
      const detail = cell.detail === '' ? '' : ` ${cell.detail}`;
      drafts.push(ofCell(cell.id, former?.state ?? '', cell.state, `${cell.title} ${told}.${detail}`));
    }
  }
  for (const { id, title, state } of known.values()) drafts.push(ofCell(id, state, '', `${title} is gone.`));
  return drafts;
}

const ofCell = (subject: string, before: string, after: string, sentence: string): Draft => ({
  kind: 'component',
  what: whatOf(before, after),
  subject,
  namespaces: [],
  before,
  after,
  sentence,
});

const whatOf = (before: string, after: string): Draft['what'] =>
  before === '' ? 'added' : after === '' ? 'removed' : 'changed';

function changedCauses(before: readonly CauseGroup[], after: readonly CauseGroup[]): Draft[] {
  const [old, now] = [new Map(before.map((one) => [one.key, one])), new Map(after.map((one) => [one.key, one]))];
  const come = after.filter(({ key }) => !old.has(key)).map((cause) => ofCause(cause, 'added', cause.sentence));
  const gone = before
    .filter(({ key }) => !now.has(key))
    .map((cause) => ofCause(cause, 'removed', `No longer: ${cause.sentence}`));
  return [...come, ...gone];
}

const ofCause = ({ key, namespaces, severity }: CauseGroup, what: 'added' | 'removed', sentence: string): Draft => ({
  kind: 'cause',
  what,
  subject: key,
  namespaces,
  before: what === 'added' ? '' : severity,
  after: what === 'added' ? severity : '',
  sentence,
});

/** Verdicts that flipped; that links came or went follows from objects and from who is seen to call. */
function changedLinks(before: Snapshot, delta: Delta): Draft[] {
  const flipped = Object.entries(delta.links.up).flatMap(([id, state]): Draft[] => {
    const former = before.report.links[id]?.verdict;
    if (former === undefined || former === state.verdict) return [];
    return [ofLink(id, former, state.verdict, state.sentence)];
  });
  if (flipped.length <= LINKS_AT_ONCE) return flipped;
  const more = flipped.length - LINKS_AT_ONCE;
  const rest: Draft = {
    ...ofLink('', '', '', `${more} more links changed their verdict at the same time.`),
    namespaces: [...new Set(flipped.slice(LINKS_AT_ONCE).flatMap(({ namespaces }) => namespaces))].sort(),
    what: 'changed',
  };
  return [...flipped.slice(0, LINKS_AT_ONCE), rest];
}

function ofLink(id: string, before: string, after: string, sentence: string): Draft {
  const ends = id.replace(/:\d+$/, '').split(' -> ');
  const namespaces = [...new Set(ends.map(namespaceOfNode).filter((namespace) => namespace !== ''))];
  return { kind: 'link', what: 'changed', subject: id, namespaces, before, after, sentence };
}
