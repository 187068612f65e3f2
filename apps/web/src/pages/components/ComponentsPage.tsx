import type { MeshReport } from '@hopscope/core';
import { DependencyChain, Prose } from '@hopscope/panels';
import { useLocation } from 'wouter';
import { usePageRead } from '../../use-page-read.ts';
import { useReport } from '../../use-report.ts';
import { PageStates } from '../PageStates.tsx';
import { Stages } from './Stages.tsx';
import './components-page.css';

/** Components: every running part of the mesh in the order they hang on each other, and what hangs on each. */
export function ComponentsPage() {
  const { report } = useReport();
  const [, navigate] = useLocation();
  const facts = usePageRead(['components'], (reads, signal) => reads.components(signal));
  return (
    <PageStates reading={report} title="Components" what="the mesh">
      {(mesh) => (
        <>
          <div className="plain-title">
            <h1>{headlineOf(mesh)}</h1>
            <p>
              <Prose text={firstTrouble(mesh)} />
            </p>
          </div>
          <DependencyChain
            chain={mesh.chain}
            causes={mesh.causes}
            open=""
            onOpen={showStage}
            shown=""
            onShow={(component) => navigate(`/?${new URLSearchParams({ component })}`)}
          />
          {facts.state === 'error' ? (
            <p role="alert">Versions, sync and certificates are unknown, because {facts.message}</p>
          ) : null}
          <Stages report={mesh} facts={'data' in facts ? facts.data : null} />
        </>
      )}
    </PageStates>
  );
}

/** The heading takes the focus, so that the keyboard goes on from there. */
function showStage(stage: string): void {
  const title = document.getElementById(`stage-title-${stage}`);
  title?.scrollIntoView({ block: 'start' });
  title?.focus({ preventScroll: true });
}

function headlineOf({ chain }: MeshReport): string {
  const cells = chain.flatMap((stage) => stage.cells);
  const count = (state: string) => cells.filter((cell) => cell.state === state).length;
  const [broken, degraded, unknown] = [count('broken'), count('degraded'), count('unknown')];
  const missing = chain.filter((stage) => stage.cells.length === 0 && stage.state === 'broken');
  if (missing.length > 0) return `There is ${missing.map(({ headline }) => headline).join(' and ')} here.`;
  if (cells.length === 0) return 'No component of a mesh is known.';
  if (broken > 0) return `${broken} of ${cells.length} components ${broken === 1 ? 'is' : 'are'} broken.`;
  if (degraded > 0) return `${degraded} of ${cells.length} components ${degraded === 1 ? 'is' : 'are'} not well.`;
  if (unknown > 0)
    return `${cells.length - unknown} of ${cells.length} components are well, ${unknown} cannot be judged.`;
  return `All ${cells.length} components are well.`;
}

/** In the order of dependency: what is sick early makes suspect what is below. */
function firstTrouble({ chain }: MeshReport): string {
  const first = chain.find(({ state }) => state === 'broken') ?? chain.find(({ state }) => state !== 'ok');
  return first
    ? `First in the order they hang on each other: ${first.title.toLowerCase()}. ${first.detail}`
    : 'Each hangs on those before it.';
}
