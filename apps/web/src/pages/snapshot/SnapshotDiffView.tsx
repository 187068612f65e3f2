import type { SnapshotDiff } from '@hopscope/core';
import { BlameChip, Prose } from '@hopscope/panels';
import { type ReactNode, useEffect, useState } from 'react';
import { asksForPassphrase, PassphraseForm } from './PassphraseForm.tsx';
import { formatMoment } from './SnapshotBanner.tsx';
import { diffByToken } from './snapshot-api.ts';
import './snapshot.css';

/** Before and after in one page: the sentence, then what flipped and why. */
export function SnapshotDiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const [diff, setDiff] = useState<SnapshotDiff | null>(null);
  const [trouble, setTrouble] = useState('');
  const [given, setGiven] = useState({ passphrase: '' });
  /** of the last passphrase; null = none is asked for */
  const [locked, setLocked] = useState<string | null>(null);
  useEffect(() => {
    const { passphrase } = given;
    diffByToken(before, after, passphrase).then(setDiff, (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      if (asksForPassphrase(error, passphrase)) setLocked(passphrase === '' ? '' : reason);
      else setTrouble(reason);
    });
  }, [before, after, given]);
  if (trouble !== '')
    return (
      <main id="main" className="snapshot-message" role="alert">
        <h1>They cannot be compared</h1>
        <p>{trouble}</p>
      </main>
    );
  if (diff === null && locked !== null)
    return <PassphraseForm trouble={locked} onGiven={(passphrase) => setGiven({ passphrase })} />;
  if (diff === null)
    return (
      <main id="main" className="snapshot-message" aria-busy="true">
        <h1>Comparing …</h1>
      </main>
    );
  return <DiffOf diff={diff} />;
}

function DiffOf({ diff }: { readonly diff: SnapshotDiff }) {
  const { nodes, links, flips, appear, disappear, chain, policies, versions, paths, gaps, notes } = diff;
  const changed = nodes.changed.map(({ id, fields }) => `${id}: ${fields.map(said).join('; ')}`);
  return (
    <main id="main" className="snapshot-diff">
      <title>{`${diff.sentence.replaceAll('`', '')} · Hopscope`}</title>
      <h1>
        <Prose text={diff.sentence} />
      </h1>
      <p>
        From {formatMoment(diff.before.asOf)} to {formatMoment(diff.after.asOf)}
      </p>
      <Section title="Reasons that appeared" of={appear}>
        {({ key, sentence, blame }) => (
          <li key={key}>
            <Prose text={sentence} /> <BlameChip blame={blame} />
          </li>
        )}
      </Section>
      <Section title="Reasons that are gone" of={disappear}>
        {({ key, sentence }) => (
          <li key={key}>
            <Prose text={sentence} />
          </li>
        )}
      </Section>
      <Section title="Paths" of={paths}>
        {(path) => <Flip key={path.ask} {...path} />}
      </Section>
      <Section title="Links whose verdict or way changed" of={flips}>
        {(flip) => <Flip key={flip.id} {...flip} />}
      </Section>
      <Lines title="Components" lines={chain.map((one) => said({ field: one.id, ...one }))} />
      <Lines title="Policies" lines={policies.map(({ policy, what }) => `${policy} was ${what}`)} />
      <Lines title="Releases" lines={versions.map((one) => said({ field: one.component, ...one }))} />
      <Lines title="Nodes that came" lines={nodes.added} />
      <Lines title="Nodes that went" lines={nodes.removed} />
      <Lines title="Nodes that changed" lines={changed} />
      <Lines title="Links that came" lines={links.added.map(({ id }) => id)} />
      <Lines title="Links that went" lines={links.removed.map(({ id }) => id)} />
      <Lines title="Sources" lines={gaps.map((one) => said({ field: one.source, ...one }))} />
      <Lines title="Not compared" lines={notes} />
    </main>
  );
}

const said = ({ field, before, after }: { field: string; before: string; after: string }): string =>
  `${field}: ${before || 'none'} → ${after || 'none'}`;

function Section<T>({ title, of, children }: { title: string; of: readonly T[]; children: (one: T) => ReactNode }) {
  return of.length === 0 ? null : (
    <section>
      <h2>
        {title} ({of.length})
      </h2>
      <ul>{of.map(children)}</ul>
    </section>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <Section title={title} of={lines}>
      {(line) => <li key={line}>{line}</li>}
    </Section>
  );
}

interface Side {
  readonly verdict: string;
  readonly sentence: string;
}

function Flip({ ask, before, after }: { readonly ask: string; readonly before: Side; readonly after: Side }) {
  return (
    <li data-verdict={after.verdict}>
      <strong>{ask}</strong>: {before.verdict} → {after.verdict}. <Prose text={after.sentence} />
    </li>
  );
}
