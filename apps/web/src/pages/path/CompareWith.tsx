import type { MeshReport, PathResult } from '@hopscope/core';
import { StateIcon } from '@hopscope/panels';
import { useState } from 'react';
import { Link } from 'wouter';
import { type AskState, writeAskUrl } from './ask-url.ts';
import type { Choice } from './choices.ts';
import { listComparable } from './comparable.ts';
import { EndPicker } from './EndPicker.tsx';
import './compare-with.css';

export interface CompareWithProps {
  ask: AskState;
  result: PathResult;
  report: MeshReport | null;
  callers: readonly Choice[];
  onCompare: (beside: string) => void;
}

/** Another path to hold beside this one: callers of the same target that fare otherwise, or whoever the reader names. */
export function CompareWith({ ask, result, report, callers, onCompare }: CompareWithProps) {
  const [caller, setCaller] = useState('');
  const comparable = report ? listComparable(report, result) : [];
  return (
    <section className="hs-side-note compare-with" aria-labelledby="compare-with">
      <h2 id="compare-with">Compare with another path</h2>
      {comparable.length === 0 ? (
        <p>No path of this caller or to this target is known that fares otherwise.</p>
      ) : (
        <ul>
          {comparable.map(({ ask: other, verdict }) => (
            <li key={other}>
              <Link href={writeAskUrl({ ...ask, beside: other })}>
                <StateIcon state={verdict} size={16} />
                <span>{other}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <EndPicker
        label="Compare with another caller"
        placeholder="who calls the same"
        value={caller}
        choices={callers}
        trouble=""
        isReadable={(text) => text !== ''}
        onPick={(from) => {
          setCaller(from);
          if (from !== '') onCompare(`${from} -> ${ask.to}`);
        }}
      />
    </section>
  );
}
