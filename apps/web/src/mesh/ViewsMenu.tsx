import { fetched } from '@hopscope/panels';
import { useState } from 'react';
import { type MeshUrl, writeMeshUrl } from './mesh-url.ts';

const SavedViews = fetched(
  () => import('./SavedViews.tsx').then((part) => part.SavedViews),
  () => <p>…</p>,
);

/** The menu of saved views; it comes when it is first opened. */
export function ViewsMenu({ url }: { readonly url: MeshUrl }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="filter filter-end" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="hs-button">Views</summary>
      <div className="hs-card filter-list">{isOpen ? <SavedViews search={writeMeshUrl(url).toString()} /> : null}</div>
    </details>
  );
}
