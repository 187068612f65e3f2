/**
 * Rules that no function applies, and why: there is nothing to compute, or what it needs is not read yet. A rule that a
 * function begins to apply leaves this list.
 */

const OPERATION = 'a statement about operation: nothing to compute';
const LATER = 'not applied yet:';

export const UNAPPLIED_RULES: Readonly<Record<string, string>> = {
  P12: 'a statement about what is not there: nothing to compute',
  D2: 'what a name server answers to other types of question is not asked',
  'A10.network': `${LATER} one network is looked at`,
  'A12.refused': 'which HTTP status the caller gets is not said',
  X4: OPERATION,
  ST7: 'a statement about what is not there: nothing to compute',
};
