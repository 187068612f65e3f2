import type { MeshReport } from '@hopscope/core';
import { Prose, StateIcon } from '@hopscope/panels';
import { Link } from 'wouter';
import { askOf, writeAskUrl } from './ask-url.ts';
import { listExamples } from './examples.ts';

/** What to ask when nothing is asked yet: the links that fail, because that is why people come. */
export function PathExamples({ report }: { report: MeshReport }) {
  const { title, examples } = listExamples(report);
  return (
    <section className="path-examples">
      <h1>Does the call arrive, and if not, where does it stop?</h1>
      <p>Choose who calls and what is called, or start from one of these.</p>
      {examples.length === 0 ? null : (
        <>
          <h2>{title}</h2>
          <ul>
            {examples.map(({ link, state, why }) => (
              <li key={link.id}>
                <Link href={writeAskUrl(askOf(link.query))}>
                  <StateIcon state={state.verdict} size={20} />
                  <span className="example-ask">{writeEnds(link.query)}</span>
                  <span className="example-why">
                    <Prose text={why} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function writeEnds(query: Parameters<typeof askOf>[0]): string {
  const { from, to } = askOf(query);
  return `${from} → ${to}`;
}
