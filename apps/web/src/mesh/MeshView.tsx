import type { MeshReport } from '@hopscope/core';
import {
  buildMapView,
  CannotJudge,
  cycle,
  DependencyChain,
  type GoneParts,
  Headline,
  hangingLinks,
  LinkTable,
  listProblems,
  type MapView,
  MeshMap,
  Reasons,
} from '@hopscope/panels';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { checkUrl } from '../pages/checks/check-url.ts';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useNow } from '../shell/use-now.ts';
import { useReport } from '../use-report.ts';
import { Announcer } from './Announcer.tsx';
import { layOut } from './lay-out.ts';
import type { MeshUrl } from './mesh-url.ts';
import { markPaint } from './paint-marks.ts';
import { Selected } from './Selected.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useMedia } from './use-media.ts';
import { useMeshUrl } from './use-mesh-url.ts';

const TimePart = lazy(() => import('../past/TimePart.tsx').then((part) => ({ default: part.TimePart })));

const AGES_MOVE_EVERY = 10_000;

/** The mesh page with a report: sentence, chain, map or table, reasons. */
export function MeshView({ report }: { readonly report: MeshReport }) {
  const [url, change] = useMeshUrl();
  const [, navigate] = useLocation();
  const [focusRequest, setFocusRequest] = useState(0);
  const { at, gone, now } = useMoment(report);
  const isNarrow = useMedia('(width < 700px)');
  const shape = url.view ?? (isNarrow ? 'table' : 'map');
  const view = useMapView(report, url.namespaces, gone);
  const problems = useMemo(() => listProblems(view, report), [view, report]);
  const shown = useMemo(() => shownLinks(report, url), [report, url.cause, url.component]);

  const select = (selected: string) => change({ selected, reach: '' });
  const step = (by: 1 | -1) => {
    const next = cycle(problems, url.selected, by);
    if (next === undefined) return;
    select(next);
    setFocusRequest((count) => count + 1);
  };
  const link = report.graph.links.find(({ id }) => id === url.selected);
  useShortcuts({
    t: () => change({ view: shape === 'map' ? 'table' : 'map' }),
    x: () => change({ problems: !url.problems }),
    ']': () => step(1),
    '[': () => step(-1),
    ...(link ? { p: () => navigate(writeAskUrl({ ...askOf(link.query), at })) } : {}),
    ...(url.selected === '' ? {} : { Escape: () => select('') }),
  });
  const shared = { view, report, problemsOnly: url.problems, selected: url.selected, shown, onSelect: select };
  return (
    <>
      <div className="mesh-head">
        <Headline headline={report.headline} />
      </div>
      <div className="mesh-chain">
        <DependencyChain
          chain={report.chain}
          causes={report.causes}
          open={url.stage}
          onOpen={(stage) => change({ stage })}
          shown={url.component}
          onShow={(component) => change({ component, cause: '', selected: '' })}
        />
      </div>
      <section className="hs-card mesh-map" aria-label={shape === 'map' ? 'Map of calls' : 'Table of calls'}>
        <Toolbar url={url} view={shape} report={report} problems={problems} onChange={change} onStep={step} />
        {shape === 'map' ? (
          <MeshMap
            {...shared}
            focusRequest={focusRequest}
            layOut={layOut}
            onPainted={markPaint}
            scope={url.namespaces.join(',')}
            pins={url.pins}
            onPin={(pins) => change({ pins })}
          />
        ) : (
          <LinkTable {...shared} sort={url.sort} onSort={(sort) => change({ sort })} />
        )}
        <Suspense fallback={<div className="mesh-time" />}>
          <TimePart url={url} onChange={change} />
        </Suspense>
      </section>
      <div className="mesh-aside">
        <div className="mesh-selected">
          <Selected
            report={report}
            selected={url.selected}
            onSelect={select}
            reach={url.reach}
            onReach={(reach) => change({ reach })}
          />
        </div>
        <Reasons
          report={report}
          now={now}
          shown={url.cause}
          checkHref={checkUrl}
          onShow={(key) => change({ cause: key === url.cause ? '' : key, component: '', selected: '' })}
        />
        <CannotJudge gaps={report.cannotJudge} unknown={report.counts.unknown} />
        {report.cannotJudge.length === 0 ? null : (
          <Link className="mesh-sources" href="/sources">
            What is read, and how to see more
          </Link>
        )}
      </div>
      <Announcer headline={report.headline} />
    </>
  );
}

/** Made anew for states alone: reasons that are read after them change nothing on the map. */
function useMapView(report: MeshReport, namespaces: readonly string[], gone: GoneParts | undefined): MapView {
  const { graph, links, nodes } = report;
  return useMemo(() => buildMapView(report, namespaces, gone), [graph, links, nodes, namespaces, gone]);
}

/** The moment that is shown, and what was gone then. Ages are counted from it. */
function useMoment(report: MeshReport) {
  const { at, gone } = useReport();
  const clock = useNow(AGES_MOVE_EVERY);
  return { at, gone: gone ?? undefined, now: at === null ? clock : Date.parse(report.asOf) };
}

/** What stands out while nothing is selected: the links of a reason, or those that hang on a component. */
function shownLinks(report: MeshReport, { cause, component }: Pick<MeshUrl, 'cause' | 'component'>): readonly string[] {
  if (component !== '') return hangingLinks(report, component);
  return report.causes.find(({ key }) => key === cause)?.links ?? [];
}
