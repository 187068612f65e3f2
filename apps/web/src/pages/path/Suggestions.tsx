import { Link } from 'wouter';
import { type AskState, EMPTY_ASK, writeAskUrl } from './ask-url.ts';
import { type Choice, nearestChoices } from './choices.ts';

export interface SuggestionsProps {
  ask: AskState;
  callers: readonly Choice[];
  targets: readonly Choice[];
}

/** For an end that the mesh does not have: what may have been meant. */
export function Suggestions({ ask, callers, targets }: SuggestionsProps) {
  const from = isStrange(ask.from, callers) ? nearestChoices(callers, ask.from) : [];
  const to = isStrange(ask.to, targets) ? nearestChoices(targets, ask.to) : [];
  const asks = [
    ...from.map(({ value }) => ({ ...EMPTY_ASK, from: value, to: ask.to })),
    ...to.map(({ value }) => ({ ...EMPTY_ASK, from: ask.from, to: value })),
  ].filter((one) => one.from !== '' && one.to !== '');
  if (asks.length === 0) return null;
  return (
    <section className="path-suggestions" aria-label="Suggestions">
      <h2>Did you mean</h2>
      <ul>
        {asks.map((one) => (
          <li key={`${one.from} ${one.to}`}>
            <Link href={writeAskUrl(one)}>
              {one.from} → {one.to}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Not among the known ends, and of a form that should be. */
function isStrange(value: string, choices: readonly Choice[]): boolean {
  if (value === '' || choices.length === 0 || /^(pod|ip|host|node):/.test(value)) return false;
  const plain = value.replace(/^(workload|service):/, '');
  return !choices.some((choice) => choice.value === plain);
}
