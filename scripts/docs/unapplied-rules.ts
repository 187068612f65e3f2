/**
 * Rules that no function applies, and why: there is nothing to compute, or what it needs is not read yet. A rule that a
 * function begins to apply leaves this list.
 */

const OPERATION = 'a statement about operation: nothing to compute';
const LATER = 'not applied yet:';

export const UNAPPLIED_RULES: Readonly<Record<string, string>> = {
  E7: `${OPERATION}. A pod is judged by its annotation as it is (E4)`,
  P12: 'a statement about what is not there: nothing to compute',
  D2: 'what a name server answers to other types of question is not asked',
  'A10.network': `${LATER} one network is looked at`,
  'A12.refused': 'which HTTP status the caller gets is not said',
  C3: `${LATER} the identity that a caller's ztunnel expects is not compared with the one presented`,
  C5: `${LATER} roots are read from dumps and not compared`,
  X4: OPERATION,
  MC6: 'needs the objects of the other clusters, which are not read',
  MC7: 'needs Secrets and the debug pages of istiod, which are not read',
  MC8: 'needs the roots of the other clusters, which are not read',
  CP3: `${LATER} refusals are read from istiod's sync status and not judged`,
  ST7: 'a statement about what is not there: nothing to compute',
};
