import { formatClock } from '@hopscope/panels';
import type { OpenedBundle } from '../offline/open-bundle.ts';
import { useNow } from './use-now.ts';
import './file-notice.css';

export interface FileNoticeProps {
  readonly bundle: OpenedBundle | null;
  /** what went wrong with the last file; '' = nothing */
  readonly trouble: string;
  readonly isReading: boolean;
  readonly onLive: () => void;
  readonly onDismiss: () => void;
}

/** Says that what is shown comes from a file, what of it was not understood, and leads back. */
export function FileNotice({ bundle, trouble, isReading, onLive, onDismiss }: FileNoticeProps) {
  const now = useNow(60_000);
  return (
    <div className="file-notices" role="status">
      {isReading ? <p className="file-notice">Reading the file …</p> : null}
      {trouble === '' ? null : (
        <p className="file-notice" data-tone="broken">
          <span>{trouble}</span>
          <button type="button" className="hs-button" onClick={onDismiss}>
            Dismiss
          </button>
        </p>
      )}
      {bundle ? (
        <div className="file-notice">
          <p>
            Looking at <strong>{bundle.name}</strong>, taken at{' '}
            <time dateTime={bundle.takenAt}>{formatClock(bundle.takenAt, now)}</time>. Nothing of it leaves this
            browser.
          </p>
          {bundle.ignored.length > 0 ? (
            <details>
              <summary>{bundle.ignored.length} not understood</summary>
              <ul>
                {bundle.ignored.map(({ path, why }) => (
                  <li key={`${path}${why}`}>
                    <code className="hs-code">{path}</code> {why}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
          <button type="button" className="hs-button" onClick={onLive}>
            Back to live
          </button>
        </div>
      ) : null}
    </div>
  );
}
