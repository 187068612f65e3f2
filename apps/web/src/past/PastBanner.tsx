import { spokenMoment } from '@hopscope/panels';
import { useNow } from '../shell/use-now.ts';
import './past.css';

export interface PastBannerProps {
  /** the moment that was asked for */
  readonly at: string;
  /** the moment that is shown; null = it is now that is shown */
  readonly shownAt: string | null;
  readonly isReading: boolean;
  /** why the moment cannot be shown; '' = it can */
  readonly trouble: string;
  readonly onNow: () => void;
}

/** Says that what is shown is the past, how old it is, and leads back to now. */
export function PastBanner({ at, shownAt, isReading, trouble, onNow }: PastBannerProps) {
  const now = useNow(1000);
  return (
    <aside className="past-banner" aria-label="The moment that is shown" data-tone={trouble === '' ? 'past' : 'broken'}>
      {trouble === '' ? (
        <p>
          <PastMoment at={at} shownAt={shownAt} isReading={isReading} now={now} />
        </p>
      ) : (
        <p role="alert">{trouble} What is shown is the mesh as it is now.</p>
      )}
      <button type="button" className="hs-button hs-button-solid" onClick={onNow}>
        Back to now
      </button>
    </aside>
  );
}

function PastMoment({
  at,
  shownAt,
  isReading,
  now,
}: Pick<PastBannerProps, 'at' | 'shownAt' | 'isReading'> & { now: number }) {
  if (isReading || shownAt === null) return <>Reading the mesh as it was at {spokenMoment(at, now)} …</>;
  return (
    <>
      This is the mesh as it was at <time dateTime={at}>{spokenMoment(at, now)}</time>; it is not following.
    </>
  );
}
