import { snapshotText } from '@hopscope/core';
import { type ReactNode, useMemo } from 'react';
import { Link, Route, Switch } from 'wouter';
import { Logo } from '../../shell/Logo.tsx';
import { ThemeSwitch } from '../../shell/ThemeSwitch.tsx';
import { ReportProvider } from '../../use-report.ts';
import { MeshPage } from '../MeshPage.tsx';
import { PathPage } from '../PathPage.tsx';
import { askOf, writeAskUrl } from '../path/ask-url.ts';
import { CopyForChat } from './CopyForChat.tsx';
import type { ReadSnapshot } from './read-snapshot.ts';
import { SnapshotBanner } from './SnapshotBanner.tsx';
import { createSnapshotSource } from './snapshot-source.ts';
import '../../shell/header.css';
import './snapshot.css';

export interface SnapshotViewProps {
  readonly snapshot: ReadSnapshot;
  readonly name: string;
  /** the whole link, for the text that is copied; '' where there is none */
  readonly link: string;
  /** address of its picture; left out where no server draws one */
  readonly picture?: string;
  /** what people wrote on it; none of it is part of it */
  readonly notes?: ReactNode;
  /** what else can be done with it */
  readonly children?: ReactNode;
}

/** A snapshot with the pages of the mesh, which ask it and no server. */
export function SnapshotView({ snapshot, name, link, picture = '', notes, children }: SnapshotViewProps) {
  const { document } = snapshot;
  const source = useMemo(() => createSnapshotSource(document, name), [document, name]);
  return (
    <ReportProvider source={source}>
      <div className="shell">
        <header className="header">
          <a className="skip" href="#main">
            Skip to the content
          </a>
          <span className="brand">
            <Logo />
            Hopscope
          </span>
          <nav aria-label="Pages">
            <Link href="/">Mesh</Link>
            {document.paths.map(({ ask, query, verdict }) => (
              <Link key={ask} href={writeAskUrl(askOf(query))}>
                {ask} ({verdict})
              </Link>
            ))}
          </nav>
          <div className="header-end">
            <ThemeSwitch />
          </div>
        </header>
        <SnapshotBanner snapshot={snapshot}>
          <div className="snapshot-tools">
            <CopyForChat text={snapshotText(document, link)} picture={picture} />
            {children}
          </div>
          {notes}
        </SnapshotBanner>
        <Switch>
          <Route path="/path" component={PathPage} />
          <Route component={MeshPage} />
        </Switch>
      </div>
    </ReportProvider>
  );
}
