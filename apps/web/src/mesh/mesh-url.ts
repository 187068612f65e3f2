import type { Viewer } from '@hopscope/core';
import {
  type ChangeKind,
  isProblemTerm,
  KIND_WORDS,
  type Pin,
  parseFilter,
  valuesOf,
  withProblems,
  withValues,
} from '@hopscope/panels';

/** Everything the page shows beyond the report itself, as its address tells it. */
export interface MeshUrl {
  /** null = by the width of the window */
  readonly view: 'map' | 'table' | null;
  /** whether the table is of links or of nodes */
  readonly rows: 'links' | 'nodes';
  /** the filter, in its own language */
  readonly q: string;
  /** id of a node or a link */
  readonly selected: string;
  /** the question of the selected node that is open: `to:80`, `from`, '' for none */
  readonly reach: string;
  /** key of the cause whose links are shown */
  readonly cause: string;
  /** stage of the chain whose cells are listed */
  readonly stage: string;
  /** id of the cell of the chain whose links are shown */
  readonly component: string;
  /** `to`, `-to` for the other way round; '' = as the table usually is */
  readonly sort: string;
  /** the moment that is shown, RFC 3339; '' = now */
  readonly at: string;
  /** the list of changes: 'all' or one kind; '' = closed */
  readonly changes: ChangeKind | 'all' | '';
  /** namespace that the list of changes is narrowed to; '' = all */
  readonly changesOf: string;
  /** namespaces of a large map that stand where somebody put them: `shop@1200,-80;web@40,60` */
  readonly pins: readonly Pin[];
}

export function readMeshUrl(parameters: URLSearchParams): MeshUrl {
  const view = parameters.get('view');
  return {
    view: view === 'map' || view === 'table' ? view : null,
    rows: parameters.get('rows') === 'nodes' ? 'nodes' : 'links',
    q: readFilter(parameters),
    selected: parameters.get('selected') ?? '',
    reach: /^(?:from|to:\d{1,5})$/.exec(parameters.get('reach') ?? '')?.[0] ?? '',
    cause: parameters.get('cause') ?? '',
    stage: parameters.get('stage') ?? '',
    component: parameters.get('component') ?? '',
    sort: /^-?[a-z]{2,20}$/.exec(parameters.get('sort') ?? '')?.[0] ?? '',
    at: readMoment(parameters.get('at') ?? ''),
    changes: readChanges(parameters.get('changes') ?? ''),
    changesOf: parameters.get('changesOf') ?? '',
    pins: readPins(parameters.get('pins') ?? ''),
  };
}

/** Only what differs from the plain page stands in the address. */
export function writeMeshUrl(url: MeshUrl): URLSearchParams {
  const pairs: Record<string, string> = {
    view: url.view ?? '',
    rows: url.rows === 'links' ? '' : url.rows,
    q: url.q.trim(),
    selected: url.selected,
    reach: url.reach,
    cause: url.cause,
    stage: url.stage,
    component: url.component,
    sort: url.sort,
    at: url.at,
    changes: url.changes,
    changesOf: url.changesOf,
    pins: url.pins.map(({ group, x, y }) => `${group}@${x},${y}`).join(';'),
  };
  return new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''));
}

/** A time, or nothing. */
const readMoment = (text: string): string => (Number.isNaN(Date.parse(text)) ? '' : text);

function readChanges(text: string): MeshUrl['changes'] {
  return text === 'all' || text in KIND_WORDS ? (text as MeshUrl['changes']) : '';
}

const MOST_OF_A_FILTER = 2000;

/** `problems` and `namespaces` are what addresses said before there was a language for it. */
function readFilter(parameters: URLSearchParams): string {
  const written = (parameters.get('q') ?? '').slice(0, MOST_OF_A_FILTER);
  const namespaces = (parameters.get('namespaces') ?? '').split(',').filter((name) => name !== '');
  const withThem = namespaces.length > 0 ? withValues(written, 'ns', namespaces) : written;
  return parameters.get('problems') === '1' ? withProblems(withThem, true) : withThem;
}

/** What a snapshot keeps of the page. Of a filter only what redaction can follow: its words may be names that it hides. */
export function viewerOf({ view, q, selected, cause }: MeshUrl): Viewer {
  const filter = parseFilter(q);
  return { view, problems: filter.terms.some(isProblemTerm), namespaces: [...valuesOf(filter, 'ns')], selected, cause };
}

/** The address of what a snapshot keeps of the page. */
export function addressOf({ view, problems, namespaces, selected, cause }: Viewer): string {
  const plain = readMeshUrl(new URLSearchParams());
  const q = withProblems(withValues('', 'ns', namespaces), problems);
  return writeMeshUrl({ ...plain, view, q, selected, cause }).toString();
}

const PIN = /^([^@;]{1,253})@(-?\d{1,6}),(-?\d{1,6})$/;
const MOST_PINS = 200;

function readPins(text: string): Pin[] {
  const parts = text.split(';').slice(0, MOST_PINS);
  return parts.flatMap((part) => {
    const [, group, x, y] = PIN.exec(part) ?? [];
    return group === undefined ? [] : [{ group, x: Number(x), y: Number(y) }];
  });
}
