import { fetched, ObjectHrefContext } from '@hopscope/panels';
import { useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { createLiveSource } from './live/live-source.ts';
import { prepareMap } from './mesh/prepare-map.ts';
import type { OpenedBundle } from './offline/open-bundle.ts';
import { MeshPage } from './pages/MeshPage.tsx';
import { NotFound } from './pages/NotFound.tsx';
import { objectUrl } from './pages/object-url.ts';
import { Crash } from './shell/Crash.tsx';
import { FileNotice } from './shell/FileNotice.tsx';
import { Header } from './shell/Header.tsx';
import { useFileDrop } from './shell/use-file-drop.ts';
import { usePageLinks } from './shell/use-page-links.ts';
import { ReportProvider } from './use-report.ts';

const waiting = () => <main id="main" aria-busy="true" />;

/** Pages of their own come when they are asked for: whoever looks at the mesh does not wait for them. */
const PathPage = fetched(() => import('./pages/PathPage.tsx').then((page) => page.PathPage), waiting);
const SourcesPage = fetched(() => import('./pages/SourcesPage.tsx').then((page) => page.SourcesPage), waiting);
const ChecksPage = fetched(() => import('./pages/checks/ChecksPage.tsx').then((page) => page.ChecksPage), waiting);
const ComponentsPage = fetched(
  () => import('./pages/components/ComponentsPage.tsx').then((page) => page.ComponentsPage),
  waiting,
);
const PoliciesPage = fetched(
  () => import('./pages/policies/PoliciesPage.tsx').then((page) => page.PoliciesPage),
  waiting,
);
const ServicePage = fetched(() => import('./pages/subject/ServicePage.tsx').then((page) => page.ServicePage), waiting);
const WorkloadPage = fetched(
  () => import('./pages/subject/WorkloadPage.tsx').then((page) => page.WorkloadPage),
  waiting,
);
const SnapshotsPage = fetched(
  () => import('./pages/snapshot/SnapshotsPage.tsx').then((page) => page.SnapshotsPage),
  waiting,
);
const EmbedsPage = fetched(() => import('./pages/embed/EmbedsPage.tsx').then((page) => page.EmbedsPage), waiting);
/** Of the demo alone. */
const DemoStory = fetched(() => import('./shell/DemoStory.tsx').then((part) => part.DemoStory));

export function App() {
  const [page] = useLocation();
  const [live] = useState(() => createLiveSource(({ links }) => prepareMap(links)));
  const [bundle, setBundle] = useState<OpenedBundle | null>(null);
  const [trouble, setTrouble] = useState('');
  const [isReading, setIsReading] = useState(false);
  const open = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setTrouble('');
    setIsReading(true);
    // The engine comes with the first file: a live page never loads it.
    const { openBundle } = await import('./offline/open-bundle.ts');
    const opened = await openBundle(files);
    setIsReading(false);
    if (opened.ok) setBundle(opened.bundle);
    else setTrouble(opened.reason);
  };
  usePageLinks();
  const isOver = useFileDrop((files) => void open(files));
  return (
    <ReportProvider source={bundle?.source ?? live}>
      <div className="shell" data-over={isOver}>
        <Header onOpen={(files) => void open(files)} />
        <DemoStory />
        <FileNotice
          bundle={bundle}
          trouble={trouble}
          isReading={isReading}
          onLive={() => setBundle(null)}
          onDismiss={() => setTrouble('')}
        />
        <Crash key={`${page} ${bundle?.source.id ?? ''}`}>
          <ObjectHrefContext value={objectUrl}>
            <Switch>
              <Route path="/" component={MeshPage} />
              <Route path="/path" component={PathPage} />
              <Route path="/components" component={ComponentsPage} />
              <Route path="/services/:ns/:name" component={ServicePage} />
              <Route path="/workloads/:ns/:name" component={WorkloadPage} />
              <Route path="/policies" component={PoliciesPage} />
              <Route path="/sources" component={SourcesPage} />
              <Route path="/embeds" component={EmbedsPage} />
              <Route path="/snapshots" component={SnapshotsPage} />
              <Route path="/checks" component={ChecksPage} />
              <Route component={NotFound} />
            </Switch>
          </ObjectHrefContext>
        </Crash>
        {isOver ? <p className="drop-hint">Drop it to look into it. It stays in this browser.</p> : null}
      </div>
    </ReportProvider>
  );
}
