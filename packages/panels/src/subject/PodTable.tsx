import type { WorkloadPod } from '@hopscope/core';
import { StateIcon } from '../marks/StateIcon.tsx';
import { formatAge } from '../marks/time.ts';
import './subject-table.css';

export interface PodTableProps {
  readonly pods: readonly WorkloadPod[];
  readonly now: number;
}

const MEMBERSHIP: Readonly<Record<WorkloadPod['mesh'], string>> = {
  ambient: 'in the ambient mesh',
  sidecar: 'by sidecar',
  none: 'not in the mesh',
};

/** More are in the API. */
const MOST = 200;

/** The pods of a workload, those that are not ready first. */
export function PodTable({ pods, now }: PodTableProps) {
  if (pods.length === 0) return <p>It has no pods: it calls nobody, and nothing answers for it.</p>;
  const sorted = [...pods].sort((a, b) => Number(a.ready) - Number(b.ready));
  return (
    <>
      <table className="hs-rows">
        <caption className="hs-sr-only">Pods</caption>
        <thead>
          <tr>
            <th scope="col">Pod</th>
            <th scope="col">State</th>
            <th scope="col">Mesh</th>
            <th scope="col">Node</th>
            <th scope="col">Runs as</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, MOST).map((pod) => (
            <tr key={pod.name}>
              <th scope="row">{pod.name}</th>
              <td>
                <StateIcon state={pod.ready ? 'ok' : 'broken'} size={14} label="" /> {stateWords(pod, now)}
              </td>
              <td>{MEMBERSHIP[pod.mesh]}</td>
              <td>{pod.node || 'no node yet'}</td>
              <td>{pod.serviceAccount}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pods.length > MOST ? <p className="hs-quiet">and {pods.length - MOST} more</p> : null}
    </>
  );
}

function stateWords({ ready, phase, startedAt, containers }: WorkloadPod, now: number): string {
  const waiting = containers.find((one) => one.waiting !== '')?.waiting;
  const restarts = containers.reduce((sum, one) => sum + one.restarts, 0);
  const state = ready ? 'ready' : (waiting ?? (phase === 'Running' ? 'not ready' : phase));
  const age = startedAt === null ? '' : `, ${formatAge(now - Date.parse(startedAt))} old`;
  return `${state}${restarts > 0 ? `, ${restarts} restarts` : ''}${age}`;
}
