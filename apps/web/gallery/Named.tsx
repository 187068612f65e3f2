import type { ReactNode } from 'react';

/** A panel under its name. */
export function Named({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className="gallery-panel" data-panel={name}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}
