import { CHECKS, type Check, persistenceOf, STAGES, type Stage } from '@hopscope/core';
import { useEffect } from 'react';
import { checkUrl } from './check-url.ts';
import './checks-page.css';

const IN_STAGES = (Object.keys(STAGES) as Stage[])
  .map((stage) => ({ ...STAGES[stage], stage, checks: CHECKS.filter((check) => check.stage === stage) }))
  .filter(({ checks }) => checks.length > 0);

/** What every check looks for, from the checks themselves: it needs no server beyond the page. */
export function ChecksPage() {
  // The page comes later than its address, so the browser has looked for the place in vain.
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <main id="main" className="checks-page">
      <title>Checks · Hopscope</title>
      <h1>Checks</h1>
      <p>
        Each check knows one way in which a call fails, in the order of diagnosis: what is sick in an early stage
        explains much of what looks sick below it.
      </p>
      {IN_STAGES.map(({ stage, title, what, checks }) => (
        <section key={stage} aria-labelledby={`stage-${stage}`}>
          <h2 id={`stage-${stage}`}>{title}</h2>
          <p>{what}</p>
          {checks.map((check) => (
            <OneCheck key={check.id} check={check} />
          ))}
        </section>
      ))}
    </main>
  );
}

function OneCheck({ check }: { readonly check: Check }) {
  const { id, title, severity, blame, hops, why, notProof, needs, uses = [], explains = [] } = check;
  return (
    <article id={id} className="hs-card" data-asked={location.hash === `#${id}`}>
      <h3>
        {title} <a href={checkUrl(id)}>{id}</a>
      </h3>
      <p className="checks-facts">
        {severity} · blame: {blame} · {hops.join(', ')} · holds {persistenceOf(check)} s
      </p>
      <p>{why}</p>
      <dl>
        <dt>What looks like it and is not</dt>
        <dd>{notProof}</dd>
        <dt>Needs</dt>
        <dd>
          {needs.join(', ') || 'nothing'}
          {uses.length === 0 ? '' : `; sharper with ${uses.join(', ')}`}
        </dd>
        {explains.length === 0 ? null : (
          <>
            <dt>Explains</dt>
            <dd>
              {explains.map((other) => (
                <a key={other} href={checkUrl(other)}>
                  {other}
                </a>
              ))}
            </dd>
          </>
        )}
      </dl>
    </article>
  );
}
