/** Why an answer ended before its end. */
import type { FailureReason } from './outcome.ts';

/** The error of a stream whose rest does not come; `message` is one plain sentence without secrets. */
export class AnswerCut extends Error {
  override readonly name = 'AnswerCut';
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
