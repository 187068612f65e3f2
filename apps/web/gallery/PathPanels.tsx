import { comparePaths, type PathResult } from '@hopscope/core';
import {
  AlsoBlocking,
  ComparePaths,
  HopLane,
  JustBefore,
  NotChecked,
  PathVerdict,
  TraceTabs,
  tellingHop,
  tellingTrace,
} from '@hopscope/panels';
import { useState } from 'react';
import { Named } from './Named.tsx';

export interface PathPanelsProps {
  readonly path: PathResult;
  /** one to compare it with */
  readonly other: PathResult | undefined;
}

/** What the path page is made of. */
export function PathPanels({ path, other }: PathPanelsProps) {
  const [index, setIndex] = useState(() => tellingTrace(path));
  const trace = path.traces[index];
  const [hop, setHop] = useState<number | null>(() => (trace && tellingHop(trace)?.seq) ?? null);
  return (
    <>
      <Named name={`PathVerdict ${path.ask}`}>
        <PathVerdict result={path} />
      </Named>
      {trace ? (
        <Named name="HopLane">
          <TraceTabs traces={path.traces} selected={index} onSelect={setIndex}>
            <HopLane trace={trace} asOf={path.asOf} openSeq={hop} onOpen={setHop} />
          </TraceTabs>
        </Named>
      ) : null}
      <Named name="JustBefore">
        <JustBefore result={path} />
      </Named>
      <Named name="AlsoBlocking">
        <AlsoBlocking result={path} onOpen={() => undefined} />
      </Named>
      <Named name="NotChecked">
        <NotChecked gaps={path.notChecked} verdict={path.verdict} />
      </Named>
      {other ? (
        <Named name="ComparePaths">
          <ComparePaths comparison={comparePaths(path, other)} left={path} right={other} actions={() => null} />
        </Named>
      ) : null}
    </>
  );
}
