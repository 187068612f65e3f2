import type { AskedLine, ClauseReading, PolicyReading, PolicyRound, ReadingResult, RuleReading } from '@hopscope/core';
import { Fragment } from 'react';
import { Prose } from '../marks/Prose.tsx';
import { actionWord, answerWord, partWord, roleWord } from './policy-words.ts';
import { RuleMark } from './RuleMark.tsx';
import './policy-rounds.css';

export interface PolicyRoundsProps {
  rounds: readonly PolicyRound[];
  /** what fits below the heading above */
  heading?: 'h3' | 'h4';
}

/** The policies that one hop asks, rule by rule: what each asks for, what this call has, and who decided. */
export function PolicyRounds({ rounds, heading: Heading = 'h4' }: PolicyRoundsProps) {
  if (rounds.length === 0) return null;
  return (
    <section className="hs-policy-rounds">
      {rounds.map((round) => (
        <div key={round.title} className="hs-policy-round" data-allowed={String(round.allowed)}>
          <Heading className="hs-round-title">{round.title}</Heading>
          <p className="hs-round-sentence">
            <Prose text={round.sentence} />
          </p>
          <ol className="hs-policy-list">
            {round.policies.map((policy) => (
              <PolicyItem key={`${policy.action} ${policy.name}`} policy={policy} />
            ))}
          </ol>
          {round.more === 0 ? null : (
            <p className="hs-policy-more">
              {count(round.more, 'more policy', 'more policies')}, none of which decides.
            </p>
          )}
        </div>
      ))}
    </section>
  );
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** What decides lies open, the rest is folded. */
function PolicyItem({ policy }: { policy: PolicyReading }) {
  const role = roleWord(policy.role);
  return (
    <li data-role={policy.role}>
      <details open={policy.role === 'decides'}>
        <summary>
          <span className="hs-policy-action" data-action={policy.action}>
            {actionWord(policy.action)}
          </span>
          <code className="hs-code">{policy.name}</code>
          {role === '' ? null : <span className="hs-policy-role">{role}</span>}
          <span className="hs-policy-says">{policy.sentence}</span>
        </summary>
        {policy.rules.length === 0 ? null : (
          <ol className="hs-rule-list">
            {policy.rules.map((rule) => (
              <RuleItem key={rule.number} rule={rule} />
            ))}
          </ol>
        )}
        {policy.more === 0 ? null : (
          <p className="hs-policy-more">{count(policy.more, 'more rule', 'more rules')}, none of which matches.</p>
        )}
      </details>
    </li>
  );
}

function RuleItem({ rule }: { rule: RuleReading }) {
  return (
    <li data-result={rule.result}>
      <RuleMark result={rule.result} />
      <div>
        <p className="hs-rule-head">
          {rule.clauses.length === 0 ? rule.sentence : `Rule ${rule.number} ${resultWords[rule.result]}`}
        </p>
        {rule.clauses.map((clause, i) => (
          <Clause key={`${clause.part} ${i}`} clause={clause} />
        ))}
      </div>
    </li>
  );
}

const resultWords: Record<ReadingResult, string> = {
  matches: 'matches: all that it asks for is there',
  no: 'does not match',
  open: 'may match',
};

function Clause({ clause }: { clause: ClauseReading }) {
  const { alternatives, part } = clause;
  return (
    <div className="hs-clause" data-result={clause.result}>
      {alternatives.length > 1 ? <p className="hs-clause-part">{partWord(part)}, one of these:</p> : null}
      <ul>
        {alternatives.map((lines, i) => (
          <Fragment key={lines.map(({ asks }) => asks).join(' ')}>
            {lines.map((line, k) => (
              <Line key={line.asks} line={line} join={i > 0 && k === 0 ? 'or' : k > 0 ? 'and' : ''} />
            ))}
          </Fragment>
        ))}
      </ul>
      {clause.more === 0 ? null : <p className="hs-policy-more">or one of {clause.more} more, none of which holds</p>}
    </div>
  );
}

function Line({ line, join }: { line: AskedLine; join: string }) {
  return (
    <li data-result={line.result}>
      <span>
        {join === '' ? '' : `${join} `}asks for <b>{line.asks}</b>; this call {line.has}:{' '}
        <b className="hs-answer">{answerWord(line.result)}</b>
      </span>
    </li>
  );
}
