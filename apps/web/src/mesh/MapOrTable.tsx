import type { MeshReport } from '@hopscope/core';
import { fetched, MeshMap } from '@hopscope/panels';
import { layOut } from './lay-out.ts';
import type { MeshUrl } from './mesh-url.ts';
import { markPaint } from './paint-marks.ts';
import type { useFiltered } from './use-filtered.ts';
import { useMedia } from './use-media.ts';

const MeshTable = fetched(
  () => import('@hopscope/panels/table').then((part) => part.MeshTable),
  () => <div className="mesh-table-wait" aria-busy="true" />,
);

export interface MapOrTableProps {
  readonly url: MeshUrl;
  readonly shape: 'map' | 'table';
  readonly report: MeshReport;
  readonly filtered: ReturnType<typeof useFiltered>;
  /** links of the reason or the component that is shown */
  readonly shown: readonly string[];
  readonly focusRequest: number;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  readonly onChange: (change: Partial<MeshUrl>) => void;
}

/** What the filter leaves of the mesh, as a map or as a table; the table comes when it is first asked for. */
export function MapOrTable(props: MapOrTableProps) {
  const { url, shape, report, filtered, shown, focusRequest, now, onSelect, onChange } = props;
  const areRowsBlocks = useMedia('(width < 640px)');
  const { view, problemsOnly } = filtered;
  const shared = { view, report, problemsOnly, selected: url.selected, shown, onSelect };
  if (filtered.isEmpty) return <NothingInside onUnfilter={() => onChange({ q: '' })} />;
  if (shape === 'map') {
    return (
      <MeshMap
        {...shared}
        focusRequest={focusRequest}
        layOut={layOut}
        onPainted={markPaint}
        scope={url.q}
        pins={url.pins}
        onPin={(pins) => onChange({ pins })}
      />
    );
  }
  return (
    <MeshTable
      {...shared}
      rows={url.rows}
      sort={url.sort}
      onSort={(sort) => onChange({ sort })}
      now={now}
      isNarrow={areRowsBlocks}
    />
  );
}

/** A filter that leaves nothing says so, and how to get everything back. */
function NothingInside({ onUnfilter }: { readonly onUnfilter: () => void }) {
  return (
    <div className="mesh-nothing">
      <p>Nothing of the mesh is inside this filter.</p>
      <button type="button" className="hs-button" onClick={onUnfilter}>
        Show everything
      </button>
    </div>
  );
}
