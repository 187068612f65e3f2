import type { MeshReport } from '@hopscope/core';
import {
  CannotJudge,
  cycle,
  DependencyChain,
  fetched,
  Headline,
  hangingLinks,
  listProblems,
  Reasons,
  withProblems,
} from '@hopscope/panels';
import { useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { checkUrl } from '../pages/checks/check-url.ts';
import { askOf, writeAskUrl } from '../pages/path/ask-url.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { useNow } from '../shell/use-now.ts';
import { useReport } from '../use-report.ts';
import { Announcer } from './Announcer.tsx';
import { MapOrTable } from './MapOrTable.tsx';
import type { MeshUrl } from './mesh-url.ts';
import { Toolbar } from './Toolbar.tsx';
import { useFiltered } from './use-filtered.ts';
import { useMedia } from './use-media.ts';
import { useMeshUrl } from './use-mesh-url.ts';

const TimePart = fetched(
  () => import('../past/TimePart.tsx').then((part) => part.TimePart),
  () => <div className="mesh-time" />,
);
/** Details come with the first selection. */
const Selected = fetched(() => import('./Selected.tsx').then((part) => part.Selected));

const AGES_MOVE_EVERY = 10_000;

/** The mesh page with a report: sentence, chain, map or table, reasons. */
export function MeshView({ report }: { readonly report: MeshReport }) {
  const [url, change] = useMeshUrl();
  const [, navigate] = useLocation();
  const [focusRequest, setFocusRequest] = useState(0);
  const { at, gone, now } = useMoment(report);
  const isNarrow = useMedia('(width < 700px)');
  const shape = url.view ?? (isNarrow ? 'table' : 'map');
  const search = useRef<HTMLInputElement>(null);
  const filtered = useFiltered(report, url.q, gone);
  const { view, problemsOnly } = filtered;
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
    x: () => change({ q: withProblems(url.q, !problemsOnly) }),
    '/': () => search.current?.focus(),
    ']': () => step(1),
    '[': () => step(-1),
    ...(link ? { p: () => navigate(writeAskUrl({ ...askOf(link.query), at })) } : {}),
    ...(url.selected === '' ? {} : { Escape: () => select('') }),
  });
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
        <Toolbar {...{ url, view: shape, report, filtered, search, problems }} onChange={change} onStep={step} />
        <MapOrTable
          {...{ url, shape, report, filtered, shown, focusRequest, now }}
          onSelect={select}
          onChange={change}
        />
        <TimePart url={url} onChange={change} />
      </section>
      <div className="mesh-aside">
        <div className="mesh-selected">
          {url.selected === '' ? null : (
            <Selected
              report={report}
              selected={url.selected}
              onSelect={select}
              reach={url.reach}
              onReach={(reach) => change({ reach })}
            />
          )}
        </div>
        <Reasons
          report={report}
          now={now}
          shown={url.cause}
          checkHref={checkUrl}
          outside={filtered.outside}
          onUnfilter={() => change({ q: '' })}
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
