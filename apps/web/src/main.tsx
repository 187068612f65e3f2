import '@hopscope/panels/theme.css';
import './page.css';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { applyStoredTheme } from './shell/theme.ts';

/** A snapshot is looked at without the application, which would follow the live mesh. */
const SnapshotPage = lazy(() =>
  import('./pages/snapshot/SnapshotPage.tsx').then((page) => ({ default: page.SnapshotPage })),
);

applyStoredTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    {location.pathname.startsWith('/s/') ? (
      <Suspense fallback={<main id="main" aria-busy="true" />}>
        <SnapshotPage />
      </Suspense>
    ) : (
      <App />
    )}
  </StrictMode>,
);
