import type { ReactNode } from 'react';
import type { Reading } from '../use-report.ts';
import './plain-page.css';

export interface PageStatesProps<T> {
  readonly reading: Reading<T>;
  /** of the page, for the window's title */
  readonly title: string;
  /** what is being read, `the components` */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** A page in each of its states: waiting, failed, out of date, and there. What is empty is the page's own to say. */
export function PageStates<T>({ reading, title, what, children }: PageStatesProps<T>) {
  if (reading.state === 'loading') {
    return (
      <main id="main" className="plain-page" aria-busy="true">
        <title>{`${title} · Hopscope`}</title>
        <h1>Reading {what} …</h1>
        <div className="hs-card plain-blank" />
        <div className="hs-card plain-blank" />
      </main>
    );
  }
  if (reading.state === 'error') {
    return (
      <main id="main" className="plain-page" role="alert">
        <title>{`No data · Hopscope`}</title>
        <h1>No answer about {what}.</h1>
        <p>{reading.message}</p>
      </main>
    );
  }
  return (
    <main id="main" className="plain-page" data-state={reading.state}>
      <title>{`${title} · Hopscope`}</title>
      {reading.state === 'stale' ? (
        <p className="plain-stale" role="status">
          {reading.message} What stands here was known before.
        </p>
      ) : null}
      {children(reading.data)}
    </main>
  );
}
