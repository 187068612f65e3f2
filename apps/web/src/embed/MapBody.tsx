import { buildMapView, fetched, isForLargeMap } from '@hopscope/panels';
import { SmallMap, type SmallMapProps } from '@hopscope/panels/small-map';
import { useMemo, useState } from 'react';
import type { BodyProps } from './PanelBody.tsx';

/** A canvas comes with the first mesh that needs one. */
const AnyMap = fetched(() => import('./AnyMap.tsx').then((map) => map.AnyMap));

/** The map, with the sentence about what it shows. */
export function MapBody({ data, query, channel }: BodyProps) {
  const { report } = data;
  const [selected, setSelected] = useState(data.subjects[0] ?? '');
  const view = useMemo(() => (report === null ? null : buildMapView(report, [])), [report]);
  if (report === null || view === null) return null;
  if (view.nodes.size === 0)
    return <p className="embed-note">{nothingWords(query.namespaces, report.headline.sentence)}</p>;
  const map: SmallMapProps = {
    view,
    report,
    problemsOnly: false,
    selected,
    shown: [],
    focusRequest: 0,
    onSelect: (id) => {
      setSelected(id);
      if (id !== '') channel?.send({ type: 'select', id });
    },
  };
  return (
    <div className="embed-map" data-hide={[...query.hide].join(' ')}>
      <p className="embed-sentence">
        {report.headline.sentence} {report.headline.second}
      </p>
      {isForLargeMap(view.nodes.size) ? <AnyMap {...map} /> : <SmallMap {...map} />}
    </div>
  );
}

const nothingWords = (namespaces: readonly string[], sentence: string): string =>
  namespaces.length === 0 ? sentence : `Nothing that is known of the mesh stands in ${namespaces.join(', ')}.`;
