import { type ListedPolicy, nameOf, type Ref, refId } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import { Prose } from '../marks/Prose.tsx';
import { StateIcon } from '../marks/StateIcon.tsx';
import './policy-cards.css';

export interface PolicyCardsProps {
  readonly policies: readonly ListedPolicy[];
  /** `Kind namespace/name` of the one that the reader came for; '' = none */
  readonly asked: string;
}

const LOOKS: Readonly<Record<ListedPolicy['effect'], { mark: MarkState; word: string }>> = {
  nowhere: { mark: 'latent', word: 'no effect' },
  partly: { mark: 'warn', word: 'in part' },
  unknown: { mark: 'unknown', word: 'unknown' },
  enforced: { mark: 'ok', word: 'enforced' },
};

/** Every policy with where it is enforced, those without effect first. */
export function PolicyCards({ policies, asked }: PolicyCardsProps) {
  return (
    <ul className="hs-policies">
      {policies.map((policy) => (
        <OnePolicy key={refId(policy.object)} policy={policy} isAsked={refId(policy.object) === asked} />
      ))}
    </ul>
  );
}

/** Its place on the page. */
export const policyAnchor = (object: Ref): string => `policy-${object.kind}-${object.namespace}-${object.name}`;

function OnePolicy({ policy, isAsked }: { readonly policy: ListedPolicy; readonly isAsked: boolean }) {
  const { object, action, effect, sentence, enforced, notEnforced, rules } = policy;
  const { mark, word } = LOOKS[effect];
  const bent = rules.filter((rule) => rule.effect !== 'as-written');
  return (
    <li className="hs-card hs-policy" id={policyAnchor(object)} data-effect={effect} data-asked={isAsked}>
      <h3>
        <StateIcon state={mark} size={16} label="" />
        <span>
          {object.kind} {nameOf(object)}{' '}
          {action === '' ? null : <span className="hs-chip hs-chip-plain">{action}</span>}{' '}
          <span className="hs-policy-effect">{word}</span>
        </span>
      </h3>
      <p>
        <Prose text={sentence} />
      </p>
      {bent.length === 0 ? null : (
        <ul className="hs-policy-notes">
          {bent.map(({ rule, sentence: said }) => (
            <li key={rule}>
              Rule {rule}: {said}
            </li>
          ))}
        </ul>
      )}
      {notEnforced.length > 1 ? (
        <ul className="hs-policy-notes">
          {notEnforced.slice(1).map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              <Prose text={`${what} ${why}`} />
            </li>
          ))}
        </ul>
      ) : null}
      <Objects objects={enforced.flatMap(({ objects }) => objects)} />
    </li>
  );
}

const MOST_OBJECTS = 12;

function Objects({ objects }: { readonly objects: readonly Ref[] }) {
  const each = [...new Map(objects.map((one) => [refId(one), one])).values()];
  if (each.length === 0) return null;
  return (
    <p className="hs-policy-objects">
      <span>Holds for</span>
      {each.slice(0, MOST_OBJECTS).map((one) => (
        <ObjectLink key={refId(one)} object={one} />
      ))}
      {each.length > MOST_OBJECTS ? <span>and {each.length - MOST_OBJECTS} more</span> : null}
    </p>
  );
}
