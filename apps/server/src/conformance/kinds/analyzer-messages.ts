/** Messages of istioctl's analyzers: of their codes only those that a finding of ours amounts to. */
import { analyze, refId } from '@hopscope/core';
import { type Case, type Json, NotAnswered, objects, text } from '../case.ts';
import { stateOf } from '../state.ts';
import type { Kind } from './kind.ts';

/** An analyzer's code by our check. A code that means more, or less, than a check of ours is not claimed. */
const ROWS: readonly { analyzer: string; code: string; check: string }[] = [
  { analyzer: 'authz.AuthorizationPoliciesAnalyzer', code: 'IST0127', check: 'policy-selects-nothing' },
];

const rowsOf = (one: Case) => ROWS.filter(({ analyzer }) => analyzer === text(one.question['analyzer']));

/** `code origin`, sorted: messages are a multiset. */
const listed = (messages: readonly Json[]): string =>
  messages
    .map(({ code, origin }) => `${text(code)} ${text(origin)}`)
    .sort()
    .join('\n');

export const ANALYZER_MESSAGES: Readonly<Record<string, Kind>> = {
  'analyzer-messages': {
    answer(one) {
      const rows = rowsOf(one);
      if (rows.length === 0) throw new NotAnswered('none of the codes of its analyzer is a finding of ours');
      const { causes, symptoms } = analyze(stateOf(one));
      const found = [...causes, ...symptoms].map(({ detection }) => detection);
      const messages = rows.flatMap(({ code, check }) =>
        found.filter((detection) => detection.check === check).map(({ subject }) => ({ code, origin: refId(subject) })),
      );
      return { messages };
    },
    /** Of the expected messages those whose codes are claimed. */
    matches(expected, got, one) {
      const claimed = rowsOf(one).map(({ code }) => code);
      const wanted = objects(expected['messages']).filter(({ code }) => claimed.includes(text(code)));
      return listed(wanted) === listed((got as { messages: Json[] }).messages);
    },
  },
};
