import '@hopscope/panels/theme.css';
import './page.css';
import { fetched } from '@hopscope/panels';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { applyStoredTheme } from './shell/theme.ts';

/** A snapshot is looked at without the application, which would follow the live mesh. */
const SnapshotPage = fetched(
  () => import('./pages/snapshot/SnapshotPage.tsx').then((page) => page.SnapshotPage),
  () => <main id="main" aria-busy="true" />,
);

applyStoredTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>{location.pathname.startsWith('/s/') ? <SnapshotPage /> : <App />}</StrictMode>,
);
