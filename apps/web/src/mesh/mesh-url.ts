import { type ChangeKind, type Column, KIND_WORDS, type Pin, readColumn } from '@hopscope/panels';

/** Everything the page shows beyond the report itself, as its address tells it. */
export interface MeshUrl {
  /** null = by the width of the window */
  readonly view: 'map' | 'table' | null;
  readonly problems: boolean;
  readonly namespaces: readonly string[];
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
  readonly sort: Column;
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
    problems: parameters.get('problems') === '1',
    namespaces: (parameters.get('namespaces') ?? '').split(',').filter((name) => name !== ''),
    selected: parameters.get('selected') ?? '',
    reach: /^(?:from|to:\d{1,5})$/.exec(parameters.get('reach') ?? '')?.[0] ?? '',
    cause: parameters.get('cause') ?? '',
    stage: parameters.get('stage') ?? '',
    component: parameters.get('component') ?? '',
    sort: readColumn(parameters.get('sort')),
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
    problems: url.problems ? '1' : '',
    namespaces: url.namespaces.join(','),
    selected: url.selected,
    reach: url.reach,
    cause: url.cause,
    stage: url.stage,
    component: url.component,
    sort: url.sort === 'verdict' ? '' : url.sort,
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

const PIN = /^([^@;]{1,253})@(-?\d{1,6}),(-?\d{1,6})$/;
const MOST_PINS = 200;

function readPins(text: string): Pin[] {
  const parts = text.split(';').slice(0, MOST_PINS);
  return parts.flatMap((part) => {
    const [, group, x, y] = PIN.exec(part) ?? [];
    return group === undefined ? [] : [{ group, x: Number(x), y: Number(y) }];
  });
}
