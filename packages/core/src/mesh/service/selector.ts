/** Label selectors as Kubernetes evaluates them. */
import type { LabelSelector, Labels } from '../../state/metadata.ts';

/** Every given label is there with the same value. An empty selector matches everything. */
export function matchesLabels(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

/** A full selector; the empty one matches everything, an unknown operator nothing. */
export function matchesSelector(selector: LabelSelector, labels: Labels): boolean {
  return (
    matchesLabels(selector.matchLabels, labels) && selector.matchExpressions.every((term) => matchesTerm(term, labels))
  );
}

/** The same for many sets of labels: the selector is taken apart once. */
export function compileSelector(selector: LabelSelector): (labels: Labels) => boolean {
  const pairs = Object.entries(selector.matchLabels);
  const terms = selector.matchExpressions;
  if (pairs.length === 0 && terms.length === 0) return () => true;
  return (labels) =>
    pairs.every(([key, value]) => labels[key] === value) && terms.every((term) => matchesTerm(term, labels));
}

function matchesTerm(term: LabelSelector['matchExpressions'][number], labels: Labels): boolean {
  const value = labels[term.key];
  switch (term.operator) {
    case 'In':
      return value !== undefined && term.values.includes(value);
    case 'NotIn':
      return value === undefined || !term.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
