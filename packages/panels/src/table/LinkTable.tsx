import { type MeshLink, type MeshReport, trafficWords } from '@hopscope/core';
import { AgreementBadge } from '../agreement/AgreementBadge.tsx';
import { isProblemLook, type LinkLook, LOOKS } from '../map/link-look.ts';
import type { MapView } from '../map/map-view.ts';
import { blameWord } from '../marks/BlameChip.tsx';
import { Prose, plainText } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { COLUMNS, type Column, type Row, sortRows } from './rows.ts';
import './table.css';

export interface LinkTableProps {
  readonly view: MapView;
  readonly report: MeshReport;
  readonly problemsOnly: boolean;
  readonly selected: string;
  readonly shown: readonly string[];
  readonly onSelect: (id: string) => void;
  readonly sort: Column;
  readonly onSort: (column: Column) => void;
}

/** The links of the map as rows: the same filters, the same selection, the same words. */
export function LinkTable({ view, report, problemsOnly, selected, shown, onSelect, sort, onSort }: LinkTableProps) {
  const only = new Set(shown);
  const rows = [...view.links.values()]
    .filter(({ link, look }) => (!problemsOnly || isProblemLook(look)) && (only.size === 0 || only.has(link.id)))
    .map(({ link, look, waypoint }) => rowOf(link, look, waypoint, report));
  return (
    <div className="hs-table">
      <table>
        <caption className="hs-sr-only">Links between services, with their verdicts</caption>
        <thead>
          <tr>
            {COLUMNS.map(({ id, title }) => (
              <th key={id} scope="col" aria-sort={id === sort ? 'ascending' : 'none'}>
                <button type="button" onClick={() => onSort(id)}>
                  {title}
                  <span aria-hidden="true">{id === sort ? ' ↓' : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRows(rows, sort).map((row) => (
            <LinkRow key={row.id} row={row} isSelected={row.id === selected} onSelect={onSelect} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 ? (
        <p className="hs-table-empty">
          {problemsOnly ? 'No link of this view has a problem.' : 'No calls are known in this view.'}
        </p>
      ) : null}
    </div>
  );
}

interface LinkRowProps {
  readonly row: Row;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
}

function LinkRow({ row, isSelected, onSelect }: LinkRowProps) {
  const { id, look, from, to, cause, blame, waypoint, traffic, agreement } = row;
  return (
    <tr data-id={id} data-look={look} aria-selected={isSelected} onClick={() => onSelect(isSelected ? '' : id)}>
      <th scope="row">
        <button type="button" aria-pressed={isSelected}>
          {from}
        </button>
      </th>
      <td>{to}</td>
      <td className="hs-table-verdict">
        <StateIcon state={LOOKS[look].mark} size={15} label="" />
        {LOOKS[look].word}
      </td>
      <td className="hs-table-cause">
        <Prose text={cause} />
      </td>
      <td>{blame}</td>
      <td>{waypoint}</td>
      <td>
        {traffic} {agreement ? <AgreementBadge kind={agreement} /> : null}
      </td>
    </tr>
  );
}

function rowOf(link: MeshLink, look: LinkLook, waypoint: string, report: MeshReport): Row {
  const nameOf = (id: string) => {
    const node = report.graph.nodes.find((one) => one.id === id);
    if (!node) return id;
    return node.namespace === '' ? node.name : `${node.namespace}/${node.name}`;
  };
  const state = report.links[link.id];
  const causes = (state?.causes ?? []).flatMap((key) => report.causes.find((cause) => cause.key === key) ?? []);
  const cause = causes[0]?.sentence ?? (look === 'works' ? '' : (state?.sentence ?? ''));
  return {
    id: link.id,
    look,
    from: nameOf(link.from),
    to: `${nameOf(link.to)}:${link.port}`,
    cause,
    plainCause: plainText(cause),
    blame: [...new Set(causes.map((one) => blameWord(one.blame)))].join(', '),
    waypoint,
    traffic: state?.traffic ? trafficWords(state.traffic) : '',
    rate: state?.traffic?.rate ?? 0,
    agreement: state?.agreement,
  };
}
