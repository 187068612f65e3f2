import { Link } from 'wouter';
import { type AskState, writeAskUrl } from './ask-url.ts';

/** Says that a path is one of the past, and leads to now. */
export function Moment({ ask, asOf }: { ask: AskState; asOf: string }) {
  if (ask.at === null) return null;
  return (
    <p className="path-moment" role="note">
      <span>
        This is the path as it was at <time dateTime={asOf}>{new Date(asOf).toLocaleString('en-GB')}</time>, not as it
        is now.
      </span>
      <Link href={writeAskUrl({ ...ask, at: null })}>See it now</Link>
    </p>
  );
}
