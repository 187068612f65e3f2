import { AlsoBlocking, HopLane, NotChecked, PathVerdict, Risks, tellingHop, tellingTrace } from '@hopscope/panels';
import { useState } from 'react';
import { checkUrl } from '../pages/checks/check-url.ts';
import type { BodyProps } from './PanelBody.tsx';

/** The answer in a sentence, and the way hop by hop. */
export function PathBody({ data: { path } }: BodyProps) {
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  if (path === null) return null;
  const trace = path.traces[tellingTrace(path)];
  const open = chosen === undefined ? ((trace && tellingHop(trace)?.seq) ?? null) : chosen;
  return (
    <article className="embed-parts">
      <PathVerdict result={path} />
      {trace ? <HopLane trace={trace} asOf={path.asOf} openSeq={open} onOpen={setChosen} checkHref={checkUrl} /> : null}
      <AlsoBlocking result={path} onOpen={({ hopSeq }) => setChosen(hopSeq)} />
      <Risks risks={path.risks} onOpen={({ hopSeq }) => setChosen(hopSeq)} />
      <NotChecked gaps={path.notChecked} verdict={path.verdict} />
    </article>
  );
}
