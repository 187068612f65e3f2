/** Three-valued logic: what depends on something that was not given stays undecided. */
export type Truth = true | false | 'undecided';

/** One that holds is enough. */
export const anyOf = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes('undecided') ? 'undecided' : false;

/** All must hold. */
export const allOf = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes('undecided') ? 'undecided' : true;

/** The opposite. */
export const notOf = (truth: Truth): Truth => (truth === 'undecided' ? truth : !truth);
