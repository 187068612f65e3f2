import type { SourceStatus, TierReport } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import { formatAge } from '../marks/time.ts';
import { CopyButton } from '../path/CopyButton.tsx';
import { formatCost, formatCount, STATE_WORDS } from './source-words.ts';
import './tier-list.css';

export interface TierListProps {
  readonly tiers: readonly TierReport[];
  readonly statuses: readonly SourceStatus[];
}

/** What is read of each tier of evidence, how fresh it is, what it costs, what is missing, and what to paste to change it. */
export function TierList({ tiers, statuses }: TierListProps) {
  return (
    <ol className="hs-tiers">
      {tiers.map((tier) => (
        <li key={tier.tier} className="hs-card hs-tier" data-state={tier.state}>
          <TierCard tier={tier} missing={missingOf(statuses, tier.tier)} />
        </li>
      ))}
    </ol>
  );
}

const MARKS: Readonly<Record<TierReport['state'], { mark: MarkState; word: string }>> = {
  on: { mark: 'ok', word: 'read' },
  partly: { mark: 'warn', word: 'partly read' },
  off: { mark: 'unknown', word: 'not read' },
};

function TierCard({ tier, missing }: { readonly tier: TierReport; readonly missing: readonly SourceStatus[] }) {
  const { mark, word } = MARKS[tier.state];
  return (
    <>
      <h2>
        <StateIcon state={mark} label="" /> {tier.name} <span className="hs-tier-state">{word}</span>
      </h2>
      <p className="hs-tier-gives">
        Tier {tier.tier}: {tier.gives}.
      </p>
      {tier.why === '' ? null : (
        <p className="hs-tier-why">
          <Prose text={tier.why} />
        </p>
      )}
      <TierFacts tier={tier} />
      {tier.rule === '' ? null : <Rule tier={tier} />}
      {missing.length === 0 ? null : <Missing missing={missing} />}
    </>
  );
}

function TierFacts({ tier }: { readonly tier: TierReport }) {
  const { sources, answered, newestSeconds, oldestSeconds, unknown, cost } = tier;
  if (sources === 0) return null;
  return (
    <dl className="hs-tier-facts">
      <div>
        <dt>Answered</dt>
        <dd>
          {formatCount(answered)} of {formatCount(sources)}
        </dd>
      </div>
      {newestSeconds === null || oldestSeconds === null ? null : (
        <div>
          <dt>Age</dt>
          <dd>{ageRange(newestSeconds, oldestSeconds)}</dd>
        </div>
      )}
      {cost === null ? null : (
        <div>
          <dt>Cost, last {formatAge(cost.seconds * 1000)}</dt>
          <dd>{formatCost(cost)}</dd>
        </div>
      )}
      {unknown === 0 ? null : (
        <div>
          <dt>Not understood</dt>
          <dd>{formatCount(unknown)} keys or lines that this version does not know</dd>
        </div>
      )}
    </dl>
  );
}

function ageRange(newest: number, oldest: number): string {
  const [from, to] = [formatAge(newest * 1000), formatAge(oldest * 1000)];
  return from === to ? from : `${from} to ${to}`;
}

function Rule({ tier }: { readonly tier: TierReport }) {
  return (
    <details className="hs-tier-rule">
      <summary>What to apply to read it</summary>
      <p>
        Apply it with <code className="hs-code">kubectl apply -f -</code> as somebody who may give this permission. It
        is noticed within two minutes.
      </p>
      <div className="hs-tier-yaml">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{tier.rule}</pre>
        <CopyButton text={tier.rule} label={`Copy the rule of tier ${tier.tier}`} compact />
      </div>
    </details>
  );
}

/** So many are listed; whoever wants all asks the API. */
const MOST_LISTED = 60;

function Missing({ missing }: { readonly missing: readonly SourceStatus[] }) {
  return (
    <details className="hs-tier-missing">
      <summary>{formatCount(missing.length)} not read</summary>
      <ul>
        {missing.slice(0, MOST_LISTED).map((status) => (
          <li key={`${status.source} ${status.scope ?? ''}`}>
            <strong>{status.source}</strong>
            {status.scope === null ? '' : ` of ${status.scope}`}: {STATE_WORDS[status.state]}
            {status.message === '' ? '' : `, ${status.message}`}
          </li>
        ))}
      </ul>
      {missing.length > MOST_LISTED ? <p>And {formatCount(missing.length - MOST_LISTED)} more.</p> : null}
    </details>
  );
}

function missingOf(statuses: readonly SourceStatus[], tier: number): SourceStatus[] {
  return statuses.filter((status) => status.tier === tier && status.state !== 'ok' && status.state !== 'unserved');
}
