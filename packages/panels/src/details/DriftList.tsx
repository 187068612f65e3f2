import type { Drift } from '@hopscope/core';
import { ageBetween } from '../path/age.ts';
import './beliefs.css';

export interface DriftListProps {
  /** of whom: `Service shop/cart` */
  readonly title: string;
  readonly drift: Drift;
  /** the time of the answer, from which ages count */
  readonly asOf: string;
}

const WHAT: Readonly<Record<Drift['differences'][number]['what'], string>> = {
  unknown: 'does not know it',
  waypoint: 'waypoint',
  endpoints: 'endpoints',
  address: 'address',
  health: 'health',
  policies: 'policies',
};

/** What ztunnels believe that does not follow from the objects: which, what, and since when it is not so any more. */
export function DriftList({ title, drift, asOf }: DriftListProps) {
  if (drift.asked === 0) return null;
  return (
    <section className="hs-drift" aria-label={`What ztunnels believe of ${title}`}>
      <h3>What ztunnels believe of {title}</h3>
      <p>{drift.sentence}</p>
      {drift.differences.length === 0 ? null : (
        <ul>
          {drift.differences.map(({ ztunnel, node, pod, what, believes, expected, since }) => (
            <li key={`${ztunnel} ${pod} ${what}`}>
              <strong>{node === '' ? ztunnel : node}</strong>
              {pod === '' ? '' : `, of ${pod}`}: {WHAT[what]} {believes}, not {expected}
              {since === null ? null : <small> (so for {ageBetween(since, asOf)})</small>}
            </li>
          ))}
        </ul>
      )}
      {drift.omitted > 0 ? <p className="hs-details-quiet">{drift.omitted} more differences are not listed.</p> : null}
    </section>
  );
}
