/** What became of one question. */
export interface Outcome {
  id: string;
  corpus: string;
  kind: string;
  result: 'pass' | 'fail' | 'skip';
  got: unknown;
  /** of a fail */
  expected?: unknown;
  /** why it was skipped, or what is wrong; empty for a pass */
  why: string;
}
