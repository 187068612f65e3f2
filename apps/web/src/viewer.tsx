/** The page that a snapshot is saved as: viewer and data in one file, which asks nobody anything. */
import '@hopscope/panels/theme.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { addressOf } from './mesh/mesh-url.ts';
import { readSnapshot } from './pages/snapshot/read-snapshot.ts';
import { Trouble } from './pages/snapshot/SnapshotTrouble.tsx';
import { SnapshotView } from './pages/snapshot/SnapshotView.tsx';

const text = document.getElementById('snapshot')?.textContent ?? '';
const root = createRoot(document.getElementById('root')!);
const read = await readSnapshot(text);
if (read.ok) {
  // A file has no addresses of its own.
  const { hook, searchHook } = memoryLocation({ path: '/', searchPath: addressOf(read.snapshot.document.viewer) });
  root.render(
    <StrictMode>
      <Router hook={hook} searchHook={searchHook}>
        <SnapshotView snapshot={read.snapshot} name={document.title} link="" />
      </Router>
    </StrictMode>,
  );
} else root.render(<Trouble reason={read.reason} raw={read.raw} />);
