import { lazy, Suspense, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { createLiveSource } from './live/live-source.ts';
import type { OpenedBundle } from './offline/open-bundle.ts';
import { MeshPage } from './pages/MeshPage.tsx';
import { NotFound } from './pages/NotFound.tsx';
import { PathPage } from './pages/PathPage.tsx';
import { Crash } from './shell/Crash.tsx';
import { DemoStory } from './shell/DemoStory.tsx';
import { FileNotice } from './shell/FileNotice.tsx';
import { Header } from './shell/Header.tsx';
import { useFileDrop } from './shell/use-file-drop.ts';
import { ReportProvider } from './use-report.ts';

/** It holds every check, which a live page has no use for. */
const ChecksPage = lazy(() => import('./pages/checks/ChecksPage.tsx').then((page) => ({ default: page.ChecksPage })));

const SnapshotsPage = lazy(() =>
  import('./pages/snapshot/SnapshotsPage.tsx').then((page) => ({ default: page.SnapshotsPage })),
);

export function App() {
  const [page] = useLocation();
  const [live] = useState(createLiveSource);
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
          <Switch>
            <Route path="/" component={MeshPage} />
            <Route path="/path" component={PathPage} />
            <Route path="/checks">
              <Suspense fallback={<main id="main" aria-busy="true" />}>
                <ChecksPage />
              </Suspense>
            </Route>
            <Route path="/snapshots">
              <Suspense fallback={<main id="main" aria-busy="true" />}>
                <SnapshotsPage />
              </Suspense>
            </Route>
            <Route component={NotFound} />
          </Switch>
        </Crash>
        {isOver ? <p className="drop-hint">Drop it to look into it. It stays in this browser.</p> : null}
      </div>
    </ReportProvider>
  );
}
